import { secrets } from '../../playground/credentials';
import { Editor } from './editor';
import { startWorld, type World } from './n8n';

/** A new user's first steps, by clicks in n8n's editor, one after the other. */
describe('editor', () => {
	let world: World;
	let editor: Editor;

	beforeAll(async () => {
		world = await startWorld();
		await world.client.call('DELETE', `/credentials/${world.credentials.intercomAccessTokenApi.id}`);
		editor = await Editor.open(world.n8n.url);
		await editor.logIn(world.owner);
		await editor.newWorkflow();
	});
	afterEach(async () => {
		await editor?.picture(expect.getState().currentTestName!);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
	});

	it('shows the nodes by name and icon', async () => {
		const absmartly = await editor.searchNodes('ABsmartly');
		expect(absmartly.get('ABsmartly')).toMatch(/absmartly\.svg$/);
		// Intercom Trigger is under Intercom Plus: n8n makes one entry of nodes whose names differ by `Trigger`
		const intercom = await editor.searchNodes('Intercom');
		expect(intercom.get('Intercom Plus')).toMatch(/intercom\.svg$/);
		expect(intercom.get('Intercom Polling Trigger')).toMatch(/intercom\.svg$/);
	});

	it('runs Create or Update with a credential and an attribute chosen by clicks', async () => {
		await editor.addAction('Intercom Plus', 'Create or update a contact');
		await editor.connect(async (form) => {
			await form.fill('accessToken', secrets.accessToken);
			await form.choose('region', 'Custom');
			await form.fill('baseUrl', world.intercom.url);
		});
		await editor.parameters.fill('email', 'new@example.com');
		await editor.parameters.retry();
		await editor.parameters.map('plan', 'pro');
		await editor.execute();
		const { id } = await editor.output({ email: 'new@example.com', outcome: 'created' });
		const { body } = world.intercom.requests.filter(({ path }) => path === '/contacts').at(-1)!;
		expect(JSON.parse(body)).toMatchObject({ email: 'new@example.com', custom_attributes: { plan: 'pro' } });
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
});
