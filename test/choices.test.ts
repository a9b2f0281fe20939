import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { listSearch as absmartly } from '../nodes/Absmartly/fields/pickers';
import { choosable } from '../nodes/core/values/choices';
import { listSearch as intercom } from '../nodes/Intercom/pickers/pickers';
import { listSearch, resourceMapping, workflowOf, type Credentials, type NodeName } from './engine';

/** What strangers call their things is never run: n8n takes a text in a parameter for an expression if it begins with =. */

const RUNS = '={{ 1 + 1 }}';

const workflow = workflowOf([], {});
beforeAll(async () => await workflow.expression.acquireIsolate());
afterAll(async () => await workflow.expression.releaseIsolate());

/** A parameter as n8n hands it to a node. */
const resolved = (parameter: NodeParameterValueType) =>
	workflow.expression.getParameterValue(parameter, null, 0, 0, 'x', [], 'manual', {});

const picked = (value: unknown, name: string) => ({
	__rl: true,
	mode: 'list',
	value: value as string,
	cachedResultName: name,
});

it('would be run by n8n, both the value and the name beside it', () => {
	expect(resolved(picked(RUNS, RUNS) as INodeParameters)).toEqual({ ...picked(2, ''), cachedResultName: 2 });
});

it('is left as it is, or left out', () => {
	const choices = choosable([
		{ name: RUNS, value: '1' },
		{ name: 'a', value: RUNS },
		{ name: 'b = c', value: 'b=' },
		{ name: '=', value: 7 },
	]);
	expect(choices).toEqual([
		{ name: ` ${RUNS}`, value: '1' },
		{ name: 'b = c', value: 'b=' },
		{ name: ' =', value: 7 },
	]);
	for (const { name, value } of choices)
		expect(resolved(picked(value, name) as INodeParameters)).toEqual(picked(value, name));
});

describe('in every list', () => {
	const within = [{ id: '2', value: RUNS, label: RUNS, name: RUNS }];
	const elements = ['1', RUNS].map((id) => ({
		...{ id, name: RUNS, email: RUNS, label: RUNS, title: RUNS, url: RUNS, unitType: RUNS },
		...{
			custom: true,
			data_type: 'options',
			options: [...within, { id: '3', label: 'fine', value: 'fine', archived: false }],
		},
		ticket_type_attributes: { data: within },
	}));
	const lists =
		'data admins teams conversations tickets segments contacts applications environments experiments goals metrics unit_types'.split(
			' ',
		);
	let server: Server;
	let url = '';
	beforeAll(async () => {
		const all = Object.fromEntries(lists.map((name) => [name, elements]));
		const attributes = { data: [...elements, { ...elements[0], name: 'plan' }] };
		server = createServer((request, response) => {
			const isCatalogue = /^\/data_attributes.*archived/.test(String(request.url));
			request.resume().on('end', () => {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(isCatalogue ? attributes : all));
			});
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => (server.closeAllConnections(), server.close()));

	const credentials = (): Credentials => ({
		intercomAccessTokenApi: { region: 'custom', baseUrl: url, accessToken: 'x' } as never,
		absmartlyApi: { endpoint: url, apiKey: 'x', environment: 'production' } as never,
		absmartlyConsoleApi: { endpoint: url, apiKey: 'x' } as never,
	});
	const named: Array<[NodeName, string]> = [
		...Object.keys(intercom).map((name): [NodeName, string] => ['intercomPlus', name]),
		...Object.keys(absmartly).map((name): [NodeName, string] => ['absmartly', name]),
	];

	it.each(named)('of %s: %s', async (node, name) => {
		const parameters = { authentication: 'accessToken', options: { consoleLists: true } };
		const { results } = await listSearch(name, credentials(), '', undefined, parameters, node);
		// where the value is the name, nothing is left to choose
		expect(results.length > 0).toBe(
			!/Names$|^search(Applications|Environments|Experiments|Goals|Metrics|UnitTypes)$/.test(name),
		);
		for (const one of results)
			expect(resolved(picked(one.value, one.name) as INodeParameters)).toEqual(picked(one.value, one.name));
	});

	it('of attributes', async () => {
		const { fields } = await resourceMapping('contactAttributes', credentials());
		const plan = fields.find(({ id }) => id === 'plan');
		expect(plan).toMatchObject({
			displayName: ` ${RUNS} (plan)`,
			options: [{ name: 'fine', value: 'fine' }],
		});
		const schema = JSON.parse(JSON.stringify({ schema: fields })) as INodeParameters;
		expect(resolved(schema)).toEqual(schema);
	});
});
