import { control } from '../../playground/control';
import { owner, secrets } from '../../playground/credentials';
import { Editor, type Form } from './editor';
import { countFirstGoal } from './firstGoal';
import { startWorld, type World } from './n8n';

/** A new user's first steps, by clicks in n8n's editor, one after the other. */
describe('editor', () => {
	let world: World;
	let editor: Editor;
	/** The credential made by consent. */
	let account: string;

	beforeAll(async () => {
		world = await startWorld();
		for (const { id } of Object.values(world.credentials)) {
			await world.client.call('DELETE', `/credentials/${id}`);
		}
		editor = await Editor.open(world.n8n.url);
		await editor.logIn(owner);
	});
	afterEach(async () => {
		await editor?.picture(expect.getState().currentTestName!);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
	});

	const ofIntercom = async <T>(method: string, path: string, body?: unknown) =>
		await control<T>(method, `${world.intercom.url}/_sim${path}`, body);
	/** Intercom's Developer Hub. */
	const subscribe = async (url: string) => {
		const topics = ['conversation.user.created'];
		expect(await ofIntercom('PUT', '/webhook', { url, topics })).toMatchObject({ ok: true });
	};
	const write = async (name: string) => {
		const contact = { external_id: name.toLowerCase(), email: `${name.toLowerCase()}@example.com`, name };
		await ofIntercom('POST', '/events', { topic: 'conversation.user.created', contact });
	};
	const workspace = async (form: Form) => {
		await form.choose('region', 'Custom');
		await form.fill('baseUrl', world.intercom.url);
	};

	it.each(['dark', 'light'] as const)('shows the nodes by name and icon, %s', async (theme) => {
		const icon = (name: string) =>
			`/icons/n8n-nodes-intercom-absmartly/dist/nodes/${name}${theme === 'dark' ? '.dark' : ''}.svg`;
		await editor.theme(theme);
		await editor.newWorkflow();
		const absmartly = await editor.searchNodes('ABsmartly');
		expect(absmartly.get('ABsmartly')).toBe(icon('Absmartly/absmartly'));
		const intercom = await editor.searchNodes('Intercom');
		expect(intercom.get('Intercom Plus')).toBe(icon('Intercom/intercom'));
		expect(intercom.get('Intercom Polling Trigger')).toBe(icon('Intercom/intercom'));
		await editor.addTrigger('Intercom Trigger');
		expect(await editor.openedNode()).toEqual({ name: 'Intercom Trigger', icon: icon('Intercom/intercom') });
	});

	it('finds the trigger by its name, and its events by what people call them', async () => {
		await editor.newWorkflow();
		const found = [...(await editor.searchNodes('intercom trigger')).keys()];
		const [webhook, polling] = ['Intercom Trigger', 'Intercom Polling Trigger'].map((name) =>
			found.indexOf(name),
		);
		expect(webhook).toBeGreaterThanOrEqual(0);
		expect(polling).toBeGreaterThan(webhook);
		await editor.addTrigger('Intercom Trigger');
		const { parameters } = editor;
		const [reply, conversation] = [
			'Customer Reply (New Message in a Conversation)',
			'New Conversation From a Customer (First Message)',
		];
		expect((await parameters.typeAhead('topics', 'customer')).slice(0, 2)).toEqual([reply, conversation]);
		expect((await parameters.typeAhead('topics', 'message')).slice(0, 2)).toEqual([reply, conversation]);
		expect((await parameters.typeAhead('topics', 'reply')).slice(0, 2)).toEqual([
			reply,
			'Teammate Reply (New Message in a Conversation)',
		]);
	});

	it('runs Create or Update with a credential and an attribute chosen by clicks', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Create or update a contact');
		await editor.connect(async (form) => {
			await form.fill('accessToken', secrets.accessToken);
			await workspace(form);
		});
		await editor.parameters.fill('email', 'new@example.com');
		await editor.parameters.map('name', 'Name', 'Nora');
		await editor.parameters.refreshAttributes();
		// n8n shows at once what was not in the list before
		await editor.parameters.fill('plan', 'pro');
		await editor.execute();
		const { id } = await editor.output({ email: 'new@example.com', outcome: 'created' });
		const { body } = world.intercom.requests.filter(({ path }) => path === '/contacts').at(-1)!;
		expect(JSON.parse(body)).toMatchObject({
			email: 'new@example.com',
			name: 'Nora',
			custom_attributes: { plan: 'pro' },
		});
		await editor.illustrate('create-or-update');
		await editor.execute();
		await editor.output({ id, outcome: 'updated' });
	});

	it('has the same in its drop-downs', async () => {
		await editor.parameters.choose('resource', 'Admin');
		await editor.parameters.choose('resource', 'Contact');
		await editor.parameters.choose('operation', 'Create or Update');
		await editor.parameters.fill('email', 'another@example.com');
		await editor.execute();
		await editor.output({ email: 'another@example.com', outcome: 'created' });
	});

	it('connects an account when its owner agrees, not when they deny, and a node works with it', async () => {
		const credential = await editor.newCredential('Intercom OAuth2 API');
		await credential.form.fill('clientId', world.intercom.clientId);
		await credential.form.fill('clientSecret', world.intercom.clientSecret);
		await workspace(credential.form);
		expect(await credential.consent('Deny')).toMatch('Failed to connect');
		await credential.says('Connect your account to use this credential');
		expect(await credential.consent('Authorize access')).toBe('closed');
		await credential.says('Account connected');
		await editor.illustrate('account-connected');
		account = await credential.close();

		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Check the connection');
		await editor.chooseCredential('Credential', account);
		await editor.execute();
		await editor.output({ connected: 'true', status: 'connected' });
		const { headers } = world.intercom.requests.filter(({ path }) => path === '/me').at(-1)!;
		expect(headers.authorization).toMatch(/^Bearer /);
		expect(headers.authorization).not.toBe(`Bearer ${secrets.accessToken}`);
	});

	it('shows a test event', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addTrigger('Intercom Trigger');
		await editor.chooseCredential('Credential', account);
		const url = await editor.webhookUrl('Test URL');
		await editor.listen();
		await subscribe(url);
		await write('Tess');
		await editor.output({ topic: 'conversation.user.created', verified: 'true', source: 'webhook' });
		await editor.outputAs('Schema');
		await editor.illustrate('test-event');
		await editor.outputAs('Table');
	});

	it('counts the first goal, as the README says', async () => {
		await countFirstGoal(editor, world);
	});
});
