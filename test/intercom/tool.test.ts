import { NodeHelpers, type INode, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { onlyReads } from '../../nodes/core/describe';
import { Intercom } from '../../nodes/Intercom/Intercom.node';
import { resources } from '../../nodes/Intercom/resources';
import { executeContext, type Credentials } from '../engine';
import { contactActs, startIntercom, type IntercomSimulator } from '../simulators/intercom';

/** The node as a tool of n8n's AI agents. */

const node = new Intercom();
const optionsOf = (resource: string): INodePropertyOptions[] =>
	node.description.properties
		.filter(
			({ name, displayOptions }: INodeProperties) =>
				name === 'operation' && displayOptions?.show?.resource?.includes(resource),
		)
		.flatMap(({ options = [] }) => options as INodePropertyOptions[]);

const entries = Object.entries(resources).flatMap(([resource, { operations }]) =>
	Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
);

it.each(entries)('$resource $name says whether it changes anything, and what it gives', (entry) => {
	const { resource, name, operation } = entry;
	const option = optionsOf(resource).find(({ value }) => value === name);
	expect(option?.description).toMatch(
		/^[A-Z].{7,} \((only reads; gives .+|changes data; gives .+|upsert)\)$/,
	);
	const method = operation.request?.split(' ')[0];
	if (method === 'GET') expect(onlyReads(operation)).toBe(true);
	if (method === 'PUT' || method === 'DELETE') expect(onlyReads(operation)).toBe(false);
	if (method === 'POST' && !operation.readOnly) expect(onlyReads(operation)).toBe(false);
	if (/\/search$/.test(operation.request ?? '')) expect(onlyReads(operation)).toBe(true);
});

it('is called by its action, each by another', () => {
	const calledBy = entries.map(({ resource, name }) =>
		NodeHelpers.makeDescription({ resource, operation: name }, node.description),
	);
	expect(new Set(calledBy).size).toBe(entries.length);
	for (const called of calledBy) expect(called).toMatch(/^[A-Z][a-z]+ .+ in Intercom Plus$/);
});

describe('what it gives', () => {
	let intercom: IntercomSimulator;
	beforeAll(async () => {
		intercom = await startIntercom();
		const workspace = intercom.workspace({ silent: true });
		for (let index = 0; index < 150; index++)
			contactActs.createContact(workspace, { role: 'user', email: `${index}@example.com` });
	});
	afterAll(async () => await intercom.close());

	async function count(parameters: INode['parameters'], suffix: string): Promise<number> {
		const credentials: Credentials = {
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: 'sim-intercom-token',
			} as never,
		};
		const context = await executeContext('intercom', credentials, {
			resource: 'contact',
			operation: 'getAll',
			...parameters,
		});
		context.node.type += suffix;
		return (await node.execute.call(context))[0].length;
	}

	it.each([
		['as a tool with Return All', { returnAll: true }, 'Tool', 100],
		['as a tool with a big limit', { limit: 140 }, 'Tool', 100],
		['as a tool with a small limit', { limit: 3 }, 'Tool', 3],
		['as a node with a big limit', { limit: 140 }, '', 140],
	])('%s', async (_, parameters, suffix, expected) => {
		expect(await count(parameters, suffix)).toBe(expected);
	});
});
