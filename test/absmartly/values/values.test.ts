import type { INode } from 'n8n-workflow';
import { endpointExpression, withVersion } from '../../../nodes/Absmartly/transport/endpoint';
import { toMilliseconds } from '../../../nodes/Absmartly/values/time';
import { toUnit } from '../../../nodes/Absmartly/values/units';
import { workflowOf } from '../../engine';

describe('toMilliseconds', () => {
	const expected = 1772000000000;
	it.each([
		['seconds', 1772000000],
		['milliseconds', 1772000000000],
		['microseconds', 1772000000000000],
		['a digit string', '1772000000'],
		['ISO 8601', '2026-02-25T06:13:20.000Z'],
		['ISO 8601 with an offset', '2026-02-25T07:13:20+01:00'],
		['a date without zone, in the workflow’s', '2026-02-25T01:13:20'],
		['a Date', new Date(1772000000000)],
	])('reads %s', (_, value) => {
		expect(toMilliseconds(value, 'America/New_York')).toBe(expected);
	});

	it('gives integers', () => {
		expect(toMilliseconds(1772000000.1234, 'UTC')).toBe(1772000000123);
	});
});

describe('toUnit', () => {
	it('makes the id a trimmed string', () => {
		expect(toUnit({ type: ' user_id ', uid: 42 })).toEqual({ type: 'user_id', uid: '42' });
		expect(toUnit({ type: 'email', uid: ' Ada@Example.com ' })).toEqual({
			type: 'email',
			uid: 'Ada@Example.com',
		});
	});

	it('refuses a unit without type, and what is neither text nor number for an id', () => {
		expect(() => toUnit({ type: '', uid: '1' })).toThrow('A unit has no type');
		expect(() => toUnit({ type: {}, uid: '1' })).toThrow('Type of a unit is not a text');
		for (const uid of [{}, ['42'], true, NaN, Infinity])
			expect(() => toUnit({ type: 'user_id', uid })).toThrow('not a text');
	});

	it('counts characters as JSON Schema does, an emoji as one', () => {
		expect(toUnit({ type: 'user_id', uid: '👍'.repeat(640) }).uid).toHaveLength(1280);
		expect(() => toUnit({ type: 'user_id', uid: '👍'.repeat(641) })).toThrow('641 characters');
	});
});

describe('the endpoint', () => {
	const node = { name: 'Node', type: 'test.node', typeVersion: 1, parameters: {} } as INode;
	const workflow = workflowOf([node], {}, { 'test.node': { description: { properties: [] } } as never });
	beforeAll(async () => await workflow.expression.acquireIsolate());

	it.each([
		['https://acme.absmartly.io', 'https://acme.absmartly.io/v1'],
		['https://acme.absmartly.io/', 'https://acme.absmartly.io/v1'],
		['https://acme.absmartly.io/v1', 'https://acme.absmartly.io/v1'],
		[' https://acme.absmartly.io/v1// ', 'https://acme.absmartly.io/v1'],
		['https://acme.absmartly.io/v1/context', 'https://acme.absmartly.io/v1'],
		['https://acme.absmartly.io/context', 'https://acme.absmartly.io/v1'],
		['http://127.0.0.1:4020/v2', 'http://127.0.0.1:4020/v2'],
	])('%s is %s, for our code and for the credentials’ tests', (endpoint, expected) => {
		expect(withVersion(endpoint)).toBe(expected);
		const keys = { $credentials: { endpoint } } as never;
		const { expression } = workflow;
		expect(expression.getSimpleParameterValue(node, endpointExpression, 'internal', keys)).toBe(expected);
	});
});
