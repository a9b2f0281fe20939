import { join } from 'node:path';
import type { IConnections, IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { n8n as parts } from '../../package.json';
import { checkMainJob } from '../../playground/check';
import type { StoredWorkflow } from '../../playground/client';
import { control } from '../../playground/control';
import { packagedNode } from '../../playground/node';
import { run } from '../../playground/run';
import { mainTemplate, readTemplate, templateFiles } from '../../playground/templates';
import { until } from '../../playground/until';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { needed, states } from '../absmartly/operations/needed';
import { eventOf } from '../absmartly/world/driver';
import { cases, files } from '../intercom/resources/cases';
import { seedExamples } from '../intercom/resources/seeded';
import { conversation, notification } from '../intercom/webhook/notifications';
import { folderOf, version } from './installed';
import { check, lacks, writeResults } from './results';
import { inARow, itemsOf, node, ranAs, runs, sideBySide } from './workflows';
import { startWorld, type World } from './world';

const ALAN = '6961000000000000000000a2';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const getContact: INodeParameters = { resource: 'contact', operation: 'get', contact_id: byId(ALAN) };

/** Each operation, with what it needs; those about an export that is there already have tests of their own. */
const operations = cases.filter(
	({ title, resource, name, parameters }) =>
		title.endsWith('required fields') &&
		!('job_identifier' in parameters || (resource.endsWith('Export') && name === 'create')),
);

/** What one of these is about is not there afterwards, or not as it was. */
const takesAway = ({ name }: { name: string }) =>
	/^(delete|archive|merge|remove|detach|untag|convert|redact|changeType)/.test(name);

/** What this package does in a real n8n of another version, through its own community-node installer. */
describe(`n8n ${version}`, () => {
	let world: World;
	let main: StoredWorkflow;
	let url: string;

	beforeAll(async () => {
		world = await startWorld(version);
		main = await world.createWorkflow(readTemplate(mainTemplate));
	});
	afterAll(async () => {
		await world?.stop();
		writeResults();
	});

	const post = async (body: Buffer, signature = sign(body, 'sim-client-secret')) =>
		await fetch(url, {
			method: 'POST',
			body: new Uint8Array(body),
			headers: { 'content-type': 'application/json', 'x-hub-signature': signature },
		});
	let ids = 0;
	const started = () =>
		Buffer.from(
			JSON.stringify({
				...notification('conversation.user.created', conversation({ id: `c${++ids}` })),
				id: `notif_compat-${ids}`,
			}),
		);
	/** To n8n's own database. */
	const sql = async (statement: string) => {
		const script =
			'const [file, statement] = process.argv.slice(1); new (require("node:sqlite").DatabaseSync)(file).exec(statement)';
		const file = join(world.n8n.home, '.n8n', 'database.sqlite');
		await run(packagedNode(folderOf(version)).node, ['-e', script, file, statement], { cwd: world.n8n.home });
	};
	const faults = async (service: { url: string }, ...list: IDataObject[]) =>
		await control('POST', `${service.url}/_sim/faults`, list);

	check('Installed as a community node: all nodes, with their icons', async () => {
		for (const name of [
			'absmartly',
			'absmartlyEventTrigger',
			'intercomPlus',
			'intercomPollingTrigger',
			'intercomTrigger',
		]) {
			const type = await world.client.nodeType(
				`n8n-nodes-intercom-absmartly.${name}`,
				name.endsWith('Trigger') ? 2 : 1,
			);
			const { light, dark } = type.iconUrl as { light: string; dark: string };
			for (const path of [light, dark])
				expect((await fetch(`${world.n8n.url}/${path}`)).headers.get('content-type')).toMatch('svg');
		}
		expect(world.installedNodes).toHaveLength(parts.nodes.length);
	});

	check('The main job: a conversation becomes a goal', async () => {
		url = await world.publish(main);
		expect((await checkMainJob(world.client, main, world)).delivery.status).toBe(200);
	});

	check('A delivery without the right signature gets 401 and no execution', async () => {
		const before = (await world.client.executions(main.id)).length;
		expect((await post(started(), 'sha1=0000000000000000000000000000000000000000')).status).toBe(401);
		expect((await post(started())).status).toBe(200);
		expect(await world.client.finishedExecutions(main.id, before + 1)).toHaveLength(before + 1);
	});

	check('A delivery is acknowledged only once its execution exists', async () => {
		const before = (await world.client.executions(main.id)).length;
		const delivery = started();
		await sql(
			"create trigger full before insert on execution_entity begin select raise(abort, 'no space left'); end",
		);
		expect((await post(delivery)).status).toBe(500);
		await sql('drop trigger full');
		// as Intercom does a minute later
		expect((await post(delivery)).status).toBe(200);
		const executions = await world.client.finishedExecutions(main.id, before + 1);
		expect(executions).toHaveLength(before + 1);
		expect((await post(delivery)).status).toBe(200);
		expect(await world.client.executions(main.id)).toHaveLength(before + 1);
	});

	check('One execution, however many copies arrive at the same moment', async () => {
		const before = (await world.client.executions(main.id)).length;
		const delivery = started();
		const answers = await Promise.all([post(delivery), post(delivery), post(delivery)]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(await world.client.finishedExecutions(main.id, before + 1)).toHaveLength(before + 1);
	});

	check('Respond: When the Workflow Finishes', async () => {
		const parameters = { topics: ['conversation.user.created'], options: { respond: 'finished' } };
		const wait = node('Wait', 'wait', { resume: 'timeInterval', amount: 1, unit: 'seconds' });
		const nodes = [node('Intercom Trigger', 'intercomTrigger', parameters), wait];
		const workflow = await world.createWorkflow({ name: 'Late', nodes, connections: inARow(nodes) });
		url = await world.publish(workflow);
		const began = Date.now();
		expect((await post(started())).status).toBe(200);
		expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
		await world.client.unpublish(workflow.id);
	});

	check('Test mode: the trigger posts itself a signed sample', async () => {
		const nodes = [node('Intercom Trigger', 'intercomTrigger', { topics: ['*'], sampleWhenTesting: true })];
		const workflow = await world.createWorkflow({ name: 'Sample', nodes, connections: {} });
		await world.client.call('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: 'Intercom Trigger' },
		});
		const [{ id }] = await world.client.finishedExecutions(workflow.id);
		expect((await ranAs(world, id)).json('Intercom Trigger')).toMatchObject([
			{ verified: true, sample: true },
		]);
	});

	check('Publishing without a client secret is refused, and n8n says why', async () => {
		const { accessToken, url: baseUrl } = world.intercom;
		const data = { region: 'custom', baseUrl, accessToken };
		const type = 'intercomAccessTokenApi';
		const id = await world.client.saveCredential({ name: 'No secret', type, data });
		const trigger = node('Intercom Trigger', 'intercomTrigger', { topics: ['*'] });
		const nodes = [{ ...trigger, credentials: { [type]: { id, name: 'No secret' } } }];
		const workflow = await world.createWorkflow({ name: 'No secret', nodes, connections: {} });
		await expect(world.client.publish(workflow.id)).rejects.toThrow(
			'The Intercom credential has no client secret',
		);
	});

	check('Every operation of Intercom Plus', async () => {
		const failures: string[] = [];
		for (const resource of new Set(operations.map((each) => each.resource))) {
			world.intercom.reset();
			seedExamples(world.intercom.workspace({ silent: true }));
			const tested = operations
				.filter((each) => each.resource === resource)
				.sort((a, b) => Number(takesAway(a)) - Number(takesAway(b)))
				.map(({ name: operation, parameters }, index) =>
					node(
						`${resource} ${operation} ${index}`,
						'intercomPlus',
						{ resource, operation, ...parameters },
						{
							onError: 'continueRegularOutput',
							// n8n runs them from top to bottom
							position: [400, index * 100],
						},
					),
				);
			const jsCode = `return [{ json: {}, binary: ${JSON.stringify(files)} }]`;
			const ran = await runs(
				world,
				[node('File', 'code', { jsCode }), ...tested],
				([start, file, ...others]) => ({
					...inARow([start, file]),
					...sideBySide([file, ...others]),
				}),
			);
			for (const { name } of tested) {
				const [first] = ran.json(name);
				if (!first || typeof first.error === 'string') failures.push(`${name}: ${JSON.stringify(first)}`);
			}
		}
		world.intercom.reset();
		expect(failures).toEqual([]);
	});

	check('A download says how many bytes it has', async () => {
		const parameters = {
			resource: 'call',
			operation: 'getRecording',
			call_id: byId('1'),
			binaryPropertyName: 'data',
		};
		const [{ bytes }] = (await runs(world, [node('Tested', 'intercomPlus', parameters)])).json('Tested');
		expect(bytes).toBeGreaterThan(0);
	});

	check('Lists to pick from, and attributes', async () => {
		const type = { name: 'n8n-nodes-intercom-absmartly.intercomPlus', version: 1 };
		const { intercomAccessTokenApi } = world.credentials;
		const asked = {
			nodeTypeAndVersion: type,
			currentNodeParameters: { authentication: 'accessToken', resource: 'contact', operation: 'upsert' },
			credentials: { intercomAccessTokenApi },
		};
		const found = await world.client.call<{ results: IDataObject[] }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{ ...asked, path: 'parameters.contact_id', methodName: 'searchContacts' },
		);
		expect(found.results.length).toBeGreaterThan(1);
		const { fields } = await world.client.call<{ fields: IDataObject[] }>(
			'POST',
			'/dynamic-node-parameters/resource-mapper-fields',
			{ ...asked, path: 'parameters.attributes', methodName: 'contactAttributes' },
		);
		expect(fields).toContainEqual(expect.objectContaining({ id: expect.stringContaining('plan') }));
	});

	check('Every operation of ABsmartly', async () => {
		const tested = Object.entries(absmartly).flatMap(([resource, entry]) =>
			Object.keys(entry.operations).map((operation) => {
				const title = `${resource} ${operation}`;
				const { experiment, ...others } = needed[title] ?? {};
				// one for each, since they run side by side and leave it in another state
				const { id } = world.absmartly.addExperiment({ name: `check ${title}`, ...states[title] });
				world.absmartly.raiseAlert(id, 'sample_ratio_mismatch');
				const own = resource === 'experiment' && experiment ? byId(String(id)) : experiment;
				return node(title, 'absmartly', { resource, operation, ...others, ...(own && { experiment: own }) });
			}),
		);
		const event = node('Event', 'code', { jsCode: `return [{ json: ${JSON.stringify(eventOf(1))} }]` });
		const ran = await runs(world, [event, ...tested], ([start, first, ...others]) => ({
			...inARow([start, first]),
			...sideBySide([first, ...others]),
		}));
		expect(tested.map(({ name }) => ran.error(name)?.message).filter(Boolean)).toEqual([]);
		expect(ran.status).toBe('success');
		expect(tested.filter(({ name }) => ran.json(name).length === 0)).toEqual([]);
	});

	check('The error output: 200 succeed, 100 fail, each with its request', async () => {
		const value = `={{ $json.bad ? "nobody" : "${ALAN}" }}`;
		const parameters = { ...getContact, contact_id: byId(value), requestOptions: { requestDetails: true } };
		const tested = node('Tested', 'intercomPlus', parameters, { onError: 'continueErrorOutput' });
		const ran = await runs(world, [itemsOf(300), tested]);
		const [done, failed] = ran.outputs('Tested');
		expect([done.length, failed.length]).toEqual([200, 100]);
		for (const { json } of failed)
			expect(json).toMatchObject({
				bad: true,
				error: 'Intercom refused this: User Not Found',
				message: { description: expect.stringContaining('404'), _request: { status: 404 } },
			});
	});

	check('An error gives its advice', async () => {
		const nobody = { ...getContact, contact_id: byId('nobody') };
		const wrong = { resource: 'customCall', operation: 'send', method: 'GET', path: 'https://example.com/' };
		for (const parameters of [nobody, wrong]) {
			const ran = await runs(world, [node('Tested', 'intercomPlus', parameters)]);
			expect(ran.status).toBe('error');
			expect(ran.error('Tested')).toMatchObject({ description: expect.stringMatching(/\w+ \w+/) });
		}
	});

	check('A connection that broke off: read again, never written twice', async () => {
		await faults(world.intercom, { match: `GET /contacts/${ALAN}`, times: 2, reset: true });
		expect((await runs(world, [node('Tested', 'intercomPlus', getContact)])).json('Tested')).toMatchObject([
			{ id: ALAN },
		]);
		await faults(world.intercom, { match: 'POST /contacts', times: 1, reset: true });
		const create = { resource: 'contact', operation: 'create', role: 'user', email: 'once@example.com' };
		const ran = await runs(world, [node('Tested', 'intercomPlus', create)]);
		expect(ran.error('Tested')).toMatchObject({
			description: expect.stringContaining('It is unknown whether'),
		});
	});

	check('Cancelling ends what is under way', async () => {
		await faults(world.intercom, {
			match: 'GET /contacts/*',
			times: 1000,
			status: 200,
			body: { id: 'x' },
			delayMs: 300,
		});
		const before = world.intercom.requests.length;
		const nodes = [node('Start', 'manualTrigger'), itemsOf(900), node('Tested', 'intercomPlus', getContact)];
		const workflow = await world.createWorkflow({ name: 'Cancel', nodes, connections: inARow(nodes) });
		const id = await world.client.run(workflow.id, 'Start');
		await until('it has begun', () => Promise.resolve(world.intercom.requests.length > before));
		await world.client.call('POST', `/executions/${id}/stop`);
		const [{ status }] = await world.client.finishedExecutions(workflow.id);
		expect(status).toBe('canceled');
		const sent = world.intercom.requests.length - before;
		expect(sent).toBeLessThan(900);
		await new Promise((resolve) => setTimeout(resolve, 1000));
		expect(world.intercom.requests.length - before).toBe(sent);
		world.intercom.reset();
	});

	check('Polling brings what happened, and keeps its place', async () => {
		const parameters = {
			pollTimes: { item: [{ mode: 'everyMinute' }] },
			authentication: 'accessToken',
			topics: ['conversation.user.created'],
			options: { searchDelay: 0 },
		};
		const nodes = [node('Intercom Polling Trigger', 'intercomPollingTrigger', parameters)];
		const workflow = await world.createWorkflow({ name: 'Polling', nodes, connections: {} });
		await world.client.publish(workflow.id);
		await new Promise((resolve) => setTimeout(resolve, 1100));
		for (const name of ['first', 'second']) {
			const contact = { external_id: name, email: `${name}@example.com`, name };
			await control('POST', `${world.intercom.url}/_sim/events`, {
				topic: 'conversation.user.created',
				contact,
			});
			await world.client.finishedExecutions(workflow.id, name === 'first' ? 1 : 2, 90);
		}
		await world.client.unpublish(workflow.id);
		const executions = await world.client.executions(workflow.id);
		const events = await Promise.all(
			executions.map(async ({ id }) => (await ranAs(world, id)).json(nodes[0].name)),
		);
		expect(
			events
				.flat()
				.map(({ contact }) => (contact as IDataObject).externalId)
				.sort(),
		).toEqual(['first', 'second']);
	});

	check('Deduplicate: two executions of one event, one goal', async () => {
		url = await world.publish(main);
		const before = (await world.client.executions(main.id)).length;
		const goals = world.absmartly.goals().length;
		const item = conversation({
			id: 'twice',
			contacts: {
				type: 'contact.list',
				contacts: [{ type: 'contact', id: '69620000000000000000aaaa', external_id: 'twice' }],
			},
		});
		for (const id of ['notif_one', 'notif_two']) {
			const body = { ...notification('conversation.user.created', item), id };
			expect((await post(Buffer.from(JSON.stringify(body)))).status).toBe(200);
			await world.client.finishedExecutions(main.id, id === 'notif_one' ? before + 1 : before + 2);
		}
		expect(world.absmartly.goals().length - goals).toBe(1);
	});

	check('OAuth: consent, then a request with its token', async () => {
		const { url: baseUrl, clientId, clientSecret } = world.intercom;
		const type = 'intercomOAuth2Api';
		const data = { region: 'custom', baseUrl, clientId, clientSecret };
		const id = await world.client.saveCredential({ name: 'Consent', type, data });
		const consent = await world.client.call<string>('GET', `/oauth2-credential/auth?id=${id}`);
		const agreed = await fetch(consent, {
			method: 'POST',
			body: new URLSearchParams({ answer: 'authorize' }),
			redirect: 'manual',
		});
		const { pathname, search } = new URL(agreed.headers.get('location')!);
		await world.client.ask('GET', `${pathname.replace('/rest', '')}${search}`);
		const parameters = { authentication: 'oAuth2', resource: 'connection', operation: 'check' };
		const tested = node('Tested', 'intercomPlus', parameters, {
			credentials: { [type]: { id, name: 'Consent' } },
		});
		expect((await runs(world, [tested])).json('Tested')).toMatchObject([{ connected: true }]);
		const { headers } = world.intercom.requests.filter(({ path }) => path === '/me').at(-1)!;
		expect(headers.authorization).not.toBe(`Bearer ${world.intercom.accessToken}`);
	});

	check('An AI agent’s tool', async () => {
		const { intercomAccessTokenApi } = world.credentials;
		const parameters = { resource: 'contact', operation: 'getAll', returnAll: true };
		const tool = node('Tool', 'n8n-nodes-intercom-absmartly.intercomPlusTool', parameters, {
			credentials: { intercomAccessTokenApi },
		});
		const executor = node('Executor', '@n8n/n8n-nodes-langchain.toolExecutor', { query: '{}' });
		const byTool = ([start, first, second]: INode[]): IConnections => ({
			...inARow([start, first]),
			[second.name]: { ai_tool: [[{ node: first.name, type: 'ai_tool', index: 0 }]] },
		});
		const ran = await runs(world, [executor, tool], byTool, (draft) => world.client.createWorkflow(draft));
		expect([ran.status, JSON.stringify(ran.json('Executor'))]).toEqual([
			'success',
			expect.stringContaining(ALAN),
		]);
		const isDescribed = await world.client.nodeType(tool.type).catch(() => undefined);
		return isDescribed
			? undefined
			: 'Runs; but after an installation n8n describes the tool only once it has started anew';
	});

	check('Every node of the templates, in the version they take', async () => {
		let lacking = 0;
		for (const file of templateFiles()) {
			const missing = new Set<string>();
			for (const { type, typeVersion } of readTemplate(file).nodes) {
				const there = await world.client.nodeType(type, typeVersion).catch(() => undefined);
				const [, name] = type.split('.');
				if (![there?.version].flat().includes(typeVersion)) missing.add(`${name} ${typeVersion}`);
			}
			if (missing.size === 0) continue;
			lacks(file, [...missing]);
			lacking += 1;
		}
		if (lacking === 0) return undefined;
		return lacking === 1 ? 'One template needs a newer n8n' : `${lacking} templates need a newer n8n`;
	});
});
