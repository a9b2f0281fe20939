import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { control } from '../../playground/control';
import { owner, secrets } from '../../playground/credentials';
import { Editor } from './editor';
import { startWorld, type World } from './n8n';

/** Forms filled in by clicks, as somebody does who has read no docs, and what the screen says when something is wrong. */
describe('forms', () => {
	let world: World;
	let editor: Editor;
	const folder = mkdtempSync(join(tmpdir(), 'forms-'));

	beforeAll(async () => {
		world = await startWorld();
		editor = await Editor.open(world.n8n.url);
		await editor.logIn(owner);
	});
	afterEach(async () => {
		await editor?.picture(expect.getState().currentTestName!);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
		rmSync(folder, { recursive: true });
	});

	/** A workflow whose last node gives one item with this JSON and, if wanted, a text file of its member `text`. */
	const itemOf = async (json: IDataObject, withFile = false) => {
		const at = (index: number): [number, number] => [index * 220, 0];
		const nodes = [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{
				name: 'Item',
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				parameters: { mode: 'raw', jsonOutput: JSON.stringify(json) },
			},
			...(withFile
				? [
						{
							name: 'File',
							type: 'n8n-nodes-base.convertToFile',
							typeVersion: 1.1,
							parameters: {
								operation: 'toText',
								sourceProperty: 'text',
								options: { fileName: 'invoice.txt' },
							},
						},
					]
				: []),
		].map((node, index) => ({ ...node, id: node.name, position: at(index) }));
		const connections = Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name }, index) => [nodes[index].name, { main: [[{ node: name, type: 'main', index: 0 }]] }]),
		);
		const file = join(folder, 'item.json');
		writeFileSync(file, JSON.stringify({ nodes, connections }));
		await editor.newWorkflow();
		await editor.importFromFile(file);
	};

	const add = async (action: string) => {
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', action);
	};
	const bodyOf = (method: string, path: RegExp) => {
		const asked = world.intercom.requests.filter(
			(request) => request.method === method && path.test(request.path),
		);
		return JSON.parse(asked.at(-1)?.body ?? '{}') as IDataObject;
	};

	it('creates a contact with standard and custom attributes', async () => {
		await editor.newWorkflow();
		await add('Create a contact');
		const { parameters } = editor;
		expect(await parameters.text()).not.toMatch(/permission|There are no attributes/);
		await parameters.fill('email', 'rosa@example.com');
		await parameters.refreshAttributes();
		await parameters.map('name', 'Name', 'Rosa');
		await parameters.map('plan', 'plan', 'pro');
		await parameters.map('seats', 'seats', '12');
		await editor.execute();
		await editor.output({ email: 'rosa@example.com', name: 'Rosa' });
		expect(bodyOf('POST', /^\/contacts$/)).toEqual({
			role: 'user',
			email: 'rosa@example.com',
			name: 'Rosa',
			custom_attributes: { plan: 'pro', seats: 12 },
		});
	});

	it('makes a ticket with title, typed attributes and company', async () => {
		await editor.newWorkflow();
		await add('Create a ticket');
		const { parameters } = editor;
		await parameters.pick('ticket_type_id', 'Tickets');
		await parameters.pick('contact_id', 'Alan Turing');
		await parameters.fill('title', 'The lamp is broken');
		await parameters.fill('description', 'It does not light');
		await parameters.map('Severity', 'Severity', '2');
		await parameters.addOption('Company', /^Add Field$/);
		await parameters.pick('company_id', 'Globex');
		await editor.execute();
		await editor.output({ title: 'The lamp is broken', company_id: '6962000000000000000000c2' });
		expect(bodyOf('POST', /^\/tickets$/)).toMatchObject({
			ticket_attributes: {
				_default_title_: 'The lamp is broken',
				_default_description_: 'It does not light',
				Severity: 2,
			},
			company_id: '6962000000000000000000c2',
		});
	});

	it('replies with a file', async () => {
		const contact = { external_id: '42', email: 'alan@example.com', name: 'Alan Turing' };
		await control('POST', `${world.intercom.url}/_sim/events`, {
			topic: 'conversation.user.created',
			contact,
		});
		await itemOf({ text: 'Invoice 42' }, true);
		await add('Reply to a conversation');
		const { parameters } = editor;
		await parameters.pick('conversation_id', 'Alan Turing');
		await parameters.fill('body', 'Here is your invoice');
		await editor.execute();
		const { attachments } = await editor.output({ text: 'Here is your invoice' });
		expect(attachments).toContain('invoice.txt');
		expect(bodyOf('POST', /\/reply$/)).toMatchObject({
			admin_id: '9600001',
			body: 'Here is your invoice',
			attachment_files: [{ name: 'invoice.txt' }],
		});
	});

	it('says what an automatic mapping leaves out', async () => {
		await itemOf({ email: 'zoe@example.com', name: 'Zoe', plna: 'pro' });
		await add('Create a contact');
		await editor.parameters.mapAutomatically();
		await editor.execute();
		await editor.output({ email: 'zoe@example.com', name: 'Zoe' });
		expect(await editor.shows(/Map Automatically left out/)).toContain("'plna'");
	});

	it('says which attribute a misspelled one may be', async () => {
		await editor.newWorkflow();
		await add('Create a contact');
		const { parameters } = editor;
		await parameters.fill('email', 'mia@example.com');
		await parameters.addOption('Additional Body (JSON)');
		await parameters.write('additionalBody', '{"custom_attributes": {"plna": "pro"}}');
		await editor.execute();
		const said = await editor.failure();
		expect(said).toContain("Intercom has no contact attribute 'plna'");
		expect(said).toContain("Did you mean 'plan'?");
	});

	it('says that a contact is not there any more', async () => {
		await editor.newWorkflow();
		await add('Get a contact');
		await editor.parameters.name('contact_id', 'By ID', '6961000000000000000000ff');
		await editor.execute();
		expect(await editor.failure()).toMatch(/not found/i);
	});

	it('says which required field is empty', async () => {
		await editor.newWorkflow();
		await add('Create a ticket');
		const { parameters } = editor;
		await parameters.pick('ticket_type_id', 'Tickets');
		await parameters.pick('contact_id', 'Alan Turing');
		const before = world.intercom.requests.filter(({ path }) => path === '/tickets').length;
		await editor.execute();
		await editor.shows(/Title.*(is required|is empty)/);
		expect(world.intercom.requests.filter(({ path }) => path === '/tickets')).toHaveLength(before);
	});

	it('says of a wrong token that it is the token', async () => {
		const credential = await editor.newCredential('Intercom Access Token API');
		await credential.form.fill('accessToken', 'wrong');
		await credential.form.choose('region', 'Custom');
		await credential.form.fill('baseUrl', world.intercom.url);
		await credential.save();
		expect(await credential.refusal()).toContain(
			'Intercom refused the access token. Copy it again from Developer Hub',
		);
		await credential.form.fill('accessToken', secrets.accessToken);
		await credential.save();
		await credential.says('Connection tested successfully');
		await credential.close();
	});
});
