import { UserError } from 'n8n-workflow';
import type { Field, Operation, Values } from '../../../nodes/core/table/operation';
import * as core from '../../../nodes/core/run/request';
import { typed } from '../../../nodes/core/values/typed';

const toRequest = (operation: Operation, values: Values) => core.toRequest(operation, values, 'UTC');

const field = (name: string, more: Partial<Field> = {}): Field => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	to: 'body',
	...more,
});

const operation = (more: Partial<Operation>): Operation => ({
	name: 'Test',
	action: 'Test',
	request: 'POST /things/{thing_id}',
	...more,
});

const id = field('thing_id', { to: 'path' });

describe('toRequest', () => {
	it('puts each value where its field says', () => {
		const entry = operation({
			fields: [
				id,
				field('q', { to: 'query' }),
				field('owner', { as: 'from.id' }),
				field('only_read', { to: undefined }),
			],
			body: { from: { type: 'admin' } },
		});
		expect(toRequest(entry, { thing_id: '7', q: 'x', owner: '1', only_read: 'y' })).toEqual({
			method: 'POST',
			path: '/things/7',
			query: { q: 'x' },
			body: { from: { type: 'admin', id: '1' } },
		});
		expect(entry.body).toEqual({ from: { type: 'admin' } });
	});

	it('keeps an id inside its own path segment', () => {
		expect(toRequest(operation({ fields: [id] }), { thing_id: 'a/../b?c' }).path).toBe(
			'/things/a%2F..%2Fb%3Fc',
		);
	});

	it.each([[''], [null], [undefined]])('refuses a path parameter that is %p, by its label', (thing_id) => {
		expect(() => toRequest(operation({ fields: [id] }), { thing_id })).toThrow(
			new UserError("'THING_ID' is empty"),
		);
	});

	it.each([['.'], ['..']])('refuses the id %p, which would climb out of its segment', (thing_id) => {
		expect(() => toRequest(operation({ fields: [id] }), { thing_id })).toThrow('is not an ID');
	});

	it('refuses a required value that is blank, unless it is hidden', () => {
		const fields = [id, field('kind'), field('admin', { required: true, show: { kind: ['b'] } })];
		expect(() => toRequest(operation({ fields }), { thing_id: '1', kind: 'b', admin: ' ' })).toThrow(
			"'ADMIN' is empty",
		);
		expect(toRequest(operation({ fields }), { thing_id: '1', kind: 'a', admin: 'stale' }).body).toEqual({
			kind: 'a',
		});
	});

	it('clears with a blank in an update’s collection, but not with a missing value', () => {
		const more = field('more', {
			type: 'collection',
			options: [field('phone'), field('name')],
			to: undefined,
		});
		const values = { thing_id: '1', more: { phone: '', name: undefined } };
		expect(
			toRequest(operation({ request: 'PUT /things/{thing_id}', fields: [id, more] }), values).body,
		).toEqual({ phone: null });
		expect(toRequest(operation({ fields: [id, more] }), values).body).toEqual({});
	});

	it('sends no blanks, but false and 0', () => {
		const entry = operation({ fields: [id, field('a'), field('b'), field('c')] });
		expect(toRequest(entry, { thing_id: '1', a: '', b: false, c: 0 }).body).toEqual({ b: false, c: 0 });
	});

	it('unfolds a collection and converts its values', () => {
		const options = [field('at', { convert: (value) => Number(value) / 1000 }), field('unused')];
		const entry = operation({ fields: [id, field('more', { type: 'collection', options, to: undefined })] });
		expect(toRequest(entry, { thing_id: '1', more: { at: 5000 } }).body).toEqual({ at: 5 });
	});

	it('carries the latest version of what is filled in, in rows and for clearing too', () => {
		const options = [field('old', { since: '2.9' }), field('new', { since: '2.16' })];
		const more = field('more', { type: 'collection', options, to: undefined });
		const rows = field('rows', {
			type: 'fixedCollection',
			options: [{ displayName: 'R', name: 'r', values: options }],
		});
		const entry = operation({ request: 'PUT /things/{thing_id}', fields: [id, more, rows] });
		const versionFor = (values: Values, version?: string) =>
			toRequest({ ...entry, version }, { thing_id: '1', ...values }).version;
		expect(versionFor({})).toBeUndefined();
		expect(versionFor({}, '2.15')).toBe('2.15');
		expect(versionFor({ more: { old: 'a' } })).toBe('2.9');
		expect(versionFor({ more: { old: 'a' } }, '2.15')).toBe('2.15');
		expect(versionFor({ more: { new: '', old: 'a' } })).toBe('2.16');
		expect(versionFor({ rows: { r: [{ old: 'a', new: '' }, { new: 'b' }] } })).toBe('2.16');
		expect(versionFor({ rows: { r: [{ old: 'a', new: '' }] } })).toBe('2.9');
	});

	it('lets build have the last word', () => {
		const entry = operation({
			fields: [id],
			build: (request, values) => ({ ...request, path: `/${String(values.thing_id)}` }),
		});
		expect(toRequest(entry, { thing_id: '1' }).path).toBe('/1');
	});
});

describe('typed', () => {
	const rows = (...assignments: Array<{ name: string; value: unknown; type?: string }>) =>
		typed({ assignments });

	it('keeps the chosen types', () => {
		expect(
			rows(
				{ name: 'n', value: '5.5', type: 'number' },
				{ name: 'b', value: 'false', type: 'boolean' },
				{ name: 's', value: 'x', type: 'string' },
				{ name: 'a', value: '[1]', type: 'array' },
				{ name: 'o', value: { k: 1 }, type: 'object' },
				{ name: 'nothing', value: null, type: 'string' },
			),
		).toEqual({ n: 5.5, b: false, s: 'x', a: [1], o: { k: 1 }, nothing: null });
	});

	it('refuses what does not fit, naming it', () => {
		expect(() => rows({ name: 'mrr', value: 'much', type: 'number' })).toThrow(/mrr/);
	});

	it('is nothing when there is nothing', () => {
		expect(typed({})).toBeUndefined();
		expect(typed(null)).toBeUndefined();
		expect(rows({ name: ' ', value: 1 })).toBeUndefined();
	});
});
