import { owner, secrets } from '../../playground/credentials';
import { until } from '../../playground/until';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import { resources as intercom } from '../../nodes/Intercom/resources';
import { control } from '../../playground/control';
import { Editor } from './editor';
import { startWorld, type World } from './n8n';

/** What a person sees of outputs, by clicks in n8n's editor: fields before a node ran, a reply that counts, a sample that never does. */
describe('outputs in the editor', () => {
	let world: World;
	let editor: Editor;
	const credential = { intercom: '', absmartly: '' };

	beforeAll(async () => {
		world = await startWorld();
		for (const { id } of Object.values(world.credentials))
			await world.client.call('DELETE', `/credentials/${id}`);
		editor = await Editor.open(world.n8n.url);
		await editor.logIn(owner);
	});
	afterEach(async () => {
		await editor?.picture(`outputs ${expect.getState().currentTestName!}`);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
	});

	const reply = 'Customer Reply (New Message in a Conversation)';
	const first = 'New Conversation From a Customer (First Message)';
	const goals = () => world.absmartly.goals();

	it('n8n serves the preview of every operation from the installed package', async () => {
		const all = [
			...Object.entries(intercom).map(([resource, entry]) => ['intercomPlus', resource, entry] as const),
			...Object.entries(absmartly).map(([resource, entry]) => ['absmartly', resource, entry] as const),
		].flatMap(([node, resource, { operations }]) =>
			Object.keys(operations).map(
				(operation) => `/schemas/n8n-nodes-intercom-absmartly.${node}/1.0.0/${resource}/${operation}.json`,
			),
		);
		expect(all.length).toBeGreaterThan(270);
		const answers = await Promise.all(
			all.map(async (path) => {
				const answer = await fetch(world.n8n.url + path);
				const body = (answer.ok ? await answer.json() : {}) as { properties?: object };
				return answer.ok && Object.keys(body.properties ?? {}).length > 0 ? [] : [path];
			}),
		);
		expect(answers.flat()).toEqual([]);
	});

	it('shows what a node usually outputs before it ran', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Get a contact');
		await editor.closeNode();
		await editor.searchNodes('ABsmartly');
		await editor.addAction('ABsmartly', 'Track a goal');
		expect((await editor.preview()).slice(0, 5)).toEqual(['name', 'email', 'phone', 'role', 'url']);
	});

	it('a customer’s reply is a goal, in a workflow made by clicks', async () => {
		credential.intercom = await editor.createCredential('Intercom Access Token API', async (form) => {
			await form.fill('accessToken', secrets.accessToken);
			await form.fill('clientSecret', secrets.clientSecret);
			await form.choose('region', 'Custom');
			await form.fill('baseUrl', world.intercom.url);
		});
		credential.absmartly = await editor.createCredential('ABsmartly API', async (form) => {
			await form.fill('endpoint', world.absmartly.url);
			await form.fill('apiKey', secrets.apiKey);
			await form.fill('application', 'www');
		});
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addTrigger('Intercom Trigger');
		await editor.chooseCredential('Credential', credential.intercom);
		await editor.parameters.tick('topics', reply);
		await editor.parameters.tick('topics', first);
		await editor.parameters.toggle('sampleWhenTesting');
		await editor.picture('outputs trigger of a customer reply');
		await editor.closeNode();

		await editor.searchNodes('ABsmartly');
		await editor.addAction('ABsmartly', 'Track a goal');
		await editor.chooseCredential('ABsmartly API', credential.absmartly);
		await editor.parameters.fill('goalName', 'intercom_user_messaged');
		await editor.picture('outputs goal track');
		await editor.closeNode();

		await editor.publish();
		await editor.openNode('Intercom Trigger');
		const url = await editor.webhookUrl('Production URL');
		await editor.closeNode();
		await control('PUT', `${world.intercom.url}/_sim/webhook`, { url, topics: ['*'] });
		const contact = { external_id: 'grace', email: 'grace@example.com', name: 'Grace' };
		await control('POST', `${world.intercom.url}/_sim/events`, {
			topic: 'conversation.user.replied',
			contact,
		});
		await until('the goal is there', () => Promise.resolve(goals().length > 0));
		expect(goals()).toMatchObject([{ goal_name: 'intercom_user_messaged', uid: 'grace' }]);

		expect(await editor.openExecution()).toBe('Succeeded');
		await editor.openNode('Track a goal');
		await editor.output({ status: 'sent', goal: 'intercom_user_messaged' });
	});

	it('a sample never counts', async () => {
		await editor.openEditor();
		await editor.runWorkflow();
		await editor.openNode('Track a goal');
		await editor.output({ status: 'skipped', reason: 'sample event', goal: 'intercom_user_messaged' });
		expect(goals()).toHaveLength(1);
	});
});
