import type { ResourceMapperFields } from 'n8n-workflow';
import { checkMainJob } from '../../playground/check';
import type { StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { credentialDrafts } from '../../playground/credentials';
import { mainTemplate, readTemplate, templateFiles } from '../../playground/templates';
import { startWorld, type World } from './n8n';

describe('the package in a real n8n', () => {
	let world: World;
	let workflow: StoredWorkflow;

	beforeAll(async () => {
		world = await startWorld();
		workflow = await world.createWorkflow(readTemplate(mainTemplate));
		await world.publish(workflow);
	});
	afterAll(async () => {
		await world?.stop();
	});

	it('accepts the credentials for the simulators', async () => {
		// n8n's own header credential has no test
		const drafts = credentialDrafts(world).filter(({ type }) => type !== 'httpHeaderAuth');
		expect(drafts).toHaveLength(3);
		for (const draft of drafts) {
			const answer = await world.client.testCredential(world.credentials[draft.type].id, draft);
			expect({ type: draft.type, ...answer }).toMatchObject({ status: 'OK' });
		}
	});

	it('imports every template', async () => {
		for (const file of templateFiles()) {
			const { nodes } = await world.createWorkflow(readTemplate(file));
			expect(nodes).toHaveLength(readTemplate(file).nodes.length);
		}
	});

	it('turns a conversation that a customer starts into one goal at that time', async () => {
		const { delivery, goal } = await checkMainJob(world.client, workflow, world);
		expect(delivery).toMatchObject({ status: 200, attempt: 1, state: 'delivered' });
		expect(goal.goal_name).toEqual(expect.any(String));
	});

	it('counts nothing for a lead, and the execution is fine', async () => {
		const before = (await world.client.executions(workflow.id)).length;
		const goals = world.absmartly.goals().length;
		await control('POST', `${world.intercom.url}/_sim/events`, {
			topic: 'conversation.user.created',
			contact: { role: 'lead', email: 'somebody@example.com' },
		});
		const [newest] = await world.client.finishedExecutions(workflow.id, before + 1);
		expect(newest.status).toBe('success');
		expect(world.absmartly.goals()).toHaveLength(goals);
	});

	it('gives the editor a contact’s attributes, and runs with what is filled in', async () => {
		const { client, credentials, intercom } = world;
		const type = 'n8n-nodes-intercom-absmartly.intercomPlus';
		const parameters = { authentication: 'accessToken', resource: 'contact', operation: 'create' };
		const { fields: schema } = await client.call<ResourceMapperFields>(
			'POST',
			'/dynamic-node-parameters/resource-mapper-fields',
			{
				path: 'parameters.attributes',
				nodeTypeAndVersion: { name: type, version: 1 },
				currentNodeParameters: parameters,
				methodName: 'contactAttributes',
				credentials,
			},
		);
		expect(schema).toContainEqual(expect.objectContaining({ id: 'seats', type: 'number' }));

		const attributes = {
			mappingMode: 'defineBelow',
			value: { seats: '={{ "7" }}', trial: true },
			matchingColumns: [],
			schema: schema.map((field) => ({ ...field, removed: !['seats', 'trial'].includes(field.id) })),
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		};
		const at = { typeVersion: 1, position: [0, 0] as [number, number] };
		const { id } = await world.createWorkflow({
			name: 'Attributes',
			nodes: [
				{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', ...at, parameters: {} },
				{
					id: 'make',
					name: 'Make',
					type,
					...at,
					parameters: { ...parameters, external_id: 'attributes', attributes },
				},
			],
			connections: { Start: { main: [[{ node: 'Make', type: 'main', index: 0 }]] } },
		});
		await client.run(id, 'Start');
		const [{ status }] = await client.finishedExecutions(id);
		expect(status).toBe('success');
		const contact = [...intercom.workspace().contacts.values()].find(
			({ external_id }) => external_id === 'attributes',
		);
		expect(contact?.custom_attributes).toEqual({ seats: 7, trial: true });
	});

	it.each([
		['stopped', false],
		['killed', true],
	])('goes on after n8n was %s and started again', async (_how, hard) => {
		await world.restart({ hard });
		await checkMainJob(world.client, workflow, world);
	});
});
