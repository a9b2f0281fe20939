import type { INode, INodeParameters, INodeType } from 'n8n-workflow';
import { bytesOf, isTool } from '../../../nodes/core/n8n/context';
import { causeOf } from '../../../nodes/core/n8n/errors';
import { faultIn } from '../../../nodes/core/http/fault';
import { triggerNode, workflowOf } from '../../engine';

/** What an older n8n lacks, and what is done without it. Real ones are in test/compat. */

const nodeFiles = [
	'Intercom/IntercomPlus',
	'Intercom/IntercomPollingTrigger',
	'Intercom/IntercomTrigger',
	'Absmartly/Absmartly',
	'Absmartly/AbsmartlyEventTrigger',
];
const node = { name: 'Node', type: 'x', typeVersion: 1 } as INode;

/** A module of nodes/ as it loads in an n8n whose n8n-workflow has these members otherwise, or not (undefined). */
function loaded<T extends object>(path: string, otherwise: Record<string, unknown>): T {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => ({
		...jest.requireActual<Record<string, unknown>>('n8n-workflow'),
		...otherwise,
	}));
	try {
		return jest.requireActual<T>(`../../../nodes/${path}`);
	} finally {
		jest.dontMock('n8n-workflow');
		jest.resetModules();
	}
}

const nodeOf = (file: string, otherwise: Record<string, unknown>): INodeType => {
	const [Class] = Object.values(loaded<Record<string, new () => INodeType>>(`${file}.node`, otherwise));
	return new Class();
};

const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
const before208 = without('webhookDescriptionFields', 'fromFunction', 'isTriggerLikeNode');
const before235 = { ...before208, isTriggerLikeNode: () => true };
const before183 = { ...before208, ...without('NodeConnectionTypes') };

describe('when Intercom Trigger answers', () => {
	async function mode(otherwise: Record<string, unknown>, parameters: INodeParameters) {
		const [webhook] = nodeOf('Intercom/IntercomTrigger', otherwise).description.webhooks!;
		const workflow = workflowOf([triggerNode(parameters, {})], {});
		await workflow.expression.acquireIsolate();
		const value = (of: unknown) =>
			workflow.expression.getSimpleParameterValue(workflow.getNode('Node')!, String(of), 'webhook', {});
		const values = [value(webhook.responseMode), value(webhook.responseData)];
		await workflow.expression.releaseIsolate();
		return values;
	}

	it.each<[string, Record<string, unknown>, string]>([
		['before 2.8, which says 200 too early: from within the execution', before208, 'responseNode'],
		['before 2.35, by an expression', before235, 'onReceived'],
	])('%s', async (_, otherwise, immediately) => {
		expect(await mode(otherwise, {})).toEqual([immediately, '']);
		expect(await mode(otherwise, { options: { respond: 'immediately' } })).toEqual([immediately, '']);
		expect(await mode(otherwise, { options: { respond: 'finished' } })).toEqual(['lastNode', 'noData']);
	});

	it.each([
		[before208, {}, 1],
		[before208, { respond: 'finished' }, 0],
		[before235, {}, 0],
	])('the execution says it itself only where n8n waits for that: %#', async (otherwise, options, times) => {
		const sendResponse = jest.fn();
		const context = {
			getNodeParameter: (name: string) =>
				({ topics: ['*'], options: { lookUpRoles: false, ...options } })[name],
			getInputData: () => [],
			sendResponse,
		};
		await nodeOf('Intercom/IntercomTrigger', otherwise).execute!.call(context as never);
		expect(sendResponse).toHaveBeenCalledTimes(times);
		if (times > 0) expect(sendResponse).toHaveBeenCalledWith(expect.objectContaining({ statusCode: 200 }));
	});
});

describe('before 1.83', () => {
	it.each(nodeFiles)('%s loads, and says when it is run what it needs', async (file) => {
		const type = nodeOf(file, before183);
		for (const [way, main] of [
			[type.description.inputs, ['main']],
			[type.description.outputs, ['main']],
		])
			if (Array.isArray(way) && way.length > 0) expect(way).toEqual(main);
		const context = { getNode: () => node, continueOnFail: () => false };
		const run = (type.poll ?? type.webhookMethods?.default?.create ?? type.execute) as NonNullable<
			INodeType['execute']
		>;
		await expect((async () => await run.call(context as never))()).rejects.toThrow(
			'This package needs n8n 1.100 or later',
		);
	});
});

describe('a fault whose cause n8n has lost', () => {
	const lost = (httpCode: string | null, message: string) => ({
		httpCode,
		messages: [message, 'Other words'],
	});

	it('is known by the code where a status would be, and unsent by its first words', () => {
		expect(faultIn(lost('ECONNRESET', 'read ECONNRESET'))).toEqual({ fault: 'ECONNRESET', unsent: false });
		expect(faultIn(lost('ECONNREFUSED', ''))).toEqual({ fault: 'ECONNREFUSED', unsent: true });
		expect(faultIn(lost('ETIMEDOUT', 'connect ETIMEDOUT 192.0.2.1:443'))).toEqual({
			fault: 'ETIMEDOUT',
			unsent: true,
		});
		expect(
			faultIn(
				lost('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
			),
		).toEqual({ fault: 'ECONNRESET', unsent: true });
	});

	it.each(['401', '503', '', null, 'not a code', 'X'.repeat(81)])('is none by %j', (code) => {
		expect(faultIn(lost(code, 'Request failed'))).toBeUndefined();
	});

	it('gives way to a cause', () => {
		expect(causeOf({ cause: 'kept', httpCode: 'ECONNRESET' })).toBe('kept');
	});
});

it('the advice of an error goes along, though n8n before 1.114 does not take it over', () => {
	class NodeOperationError {
		constructor(
			readonly node: INode,
			readonly error: Error,
			readonly options: object,
		) {}
	}
	const { operationError } = loaded<{
		operationError: (...given: unknown[]) => NodeOperationError;
	}>('core/n8n/errors', { NodeOperationError });
	const error = Object.assign(new Error('What happened'), { description: 'What to do' });
	expect(operationError(node, error, { itemIndex: 3 }).options).toEqual({
		itemIndex: 3,
		description: 'What to do',
	});
	expect(operationError(node, new Error('x')).options).toEqual({});
});

it('a tool is known by its type where n8n before 2.2 says nothing else', () => {
	const context = (type: string, more = {}) => ({ getNode: () => ({ ...node, type }), ...more }) as never;
	expect(isTool(context('x.intercomPlusTool'))).toBe(true);
	expect(isTool(context('x.intercomPlus'))).toBe(false);
	expect(isTool(context('x.intercomPlus', { isToolExecution: () => true }))).toBe(true);
});

it('the bytes of a file are counted where n8n before 2.5 does not tell them', async () => {
	const context = { helpers: { getBinaryMetadata: async () => ({ fileSize: 7 }) } } as never;
	const file = { mimeType: 'text/plain' };
	expect(await bytesOf(context, { ...file, bytes: 5, data: '' })).toBe(5);
	expect(await bytesOf(context, { ...file, id: 'filesystem:1', data: 'filesystem' })).toBe(7);
	expect(await bytesOf(context, { ...file, data: 'SGVsbG8=' })).toBe(5);
});
