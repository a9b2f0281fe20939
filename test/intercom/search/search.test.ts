import type { IDataObject, INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/core/table/fields';
import type { Field, FieldGroup } from '../../../nodes/core/table/operation';
import { resources } from '../../../nodes/Intercom/resources';
import { searchFields } from '../../../nodes/Intercom/search/search';
import { execute } from '../../engine';
import { contactActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';

const ADA = '6961000000000000000000a1';
const ACME = '6962000000000000000000c1';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

async function searches(resource: string, parameters: INodeParameters, timezone = 'UTC') {
	const { items, error } = await execute('intercomPlus', {
		parameters: { resource, operation: 'search', simplify: false, ...parameters },
		credentials: {
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: intercom.accessToken,
			},
		},
		timezone,
	});
	if (error) throw Object.assign(new Error(error.message), { description: error.description });
	return items.map(({ json }) => json);
}

const picked = (mode: string, value: string) => ({ __rl: true, mode, value });
const byId = (id: string) => picked('id', id);
const byName = (name: string) => picked('name', name);

const lastBody = () => JSON.parse(intercom.requests.at(-1)?.body || '{}') as IDataObject;
const seconds = (iso: string) => Date.parse(iso) / 1000;

/** A contact for each time, named by it. */
function made(...times: string[]) {
	const workspace = intercom.workspace({ silent: true });
	for (const time of times) {
		intercom.clock.set(time);
		contactActs.createContact(workspace, { name: time, role: 'user' });
	}
}

describe('dates of contacts', () => {
	const times = [
		'2030-05-09T23:59:59.000Z',
		'2030-05-10T14:04:59.000Z',
		'2030-05-10T14:05:00.000Z',
		'2030-05-10T14:05:01.000Z',
		'2030-05-11T08:00:00.000Z',
	];
	const named = async (operator: string, value: string, timezone?: string) => {
		const filters = {
			date: [{ field: 'updated_at', operator, value }],
			role: [{ value: 'user' }],
		};
		const options = { sort: { by: { field: 'updated_at', order: 'ascending' } } };
		const found = await searches('contact', { filters, options }, timezone);
		return found.map(({ name }) => String(name)).filter((name) => times.includes(name));
	};

	it.each(['UTC', 'Europe/Berlin', 'Pacific/Auckland'])(
		'updated after 14:05 means that, in %s',
		async (zone) => {
			made(...times);
			intercom.settings.timezone = zone;
			expect(await named('greaterThan', '2030-05-10T14:05:00Z')).toEqual(times.slice(3));
			expect(await named('lessThan', '2030-05-10T14:05:00Z')).toEqual(times.slice(0, 2));
		},
	);

	it('a date without a zone is meant in the workflow’s, a day as well', async () => {
		made(...times);
		intercom.settings.timezone = 'America/Los_Angeles';
		expect(await named('greaterThan', '2030-05-10T16:05:00', 'Europe/Berlin')).toEqual(times.slice(3));
		expect(await named('equals', '2030-05-10', 'Europe/Berlin')).toEqual(times.slice(0, 4));
		expect(await named('equals', '2030-05-10', 'UTC')).toEqual(times.slice(1, 4));
	});

	it('an old filter by the field’s name and a JSON query mean the same', async () => {
		made(...times);
		const filter = [{ field: 'created_at', operator: 'greaterThan', value: times[3] }];
		expect(await searches('contact', { filters: { filter } })).toMatchObject([{ name: times[4] }]);
		const query = JSON.stringify({ field: 'created_at', operator: '>', value: seconds(times[3]) });
		expect(await searches('contact', { options: { query } })).toMatchObject([{ name: times[4] }]);
	});

	it('a limit is one of contacts that are meant, from as few pages as need be', async () => {
		made(...times, ...Array.from({ length: 200 }, () => '2030-05-11T09:00:00.000Z'));
		const filters = { date: [{ field: 'created_at', operator: 'greaterThan', value: times[1] }] };
		const options = { sort: { by: { field: 'created_at', order: 'ascending' } } };
		const found = await searches('contact', { filters, options, limit: 2 });
		expect(found.map(({ name }) => name)).toEqual(times.slice(2, 4));
		expect(intercom.requests).toHaveLength(1);
	});

	it('contacts that have no such date are none of them', async () => {
		const filters = { date: [{ field: 'last_seen_at', operator: 'lessThan', value: '2100-01-01' }] };
		const found = await searches('contact', { filters, returnAll: true });
		expect(found.filter(({ last_seen_at: at }) => at === null)).toEqual([]);
	});
});

describe('what is sent', () => {
	const state = { state: [{ operator: 'equals', value: 'open' }] };

	it('filters and groups in two levels, and the order', async () => {
		await searches('conversation', {
			filters: { ...state, yesNo: [{ field: 'read', value: 'false' }] },
			match: 'AND',
			options: {
				groups: {
					group: [
						{
							match: 'OR',
							filters: {
								number: [{ field: 'custom', attribute: 'seats', operator: 'in', value: '1, 2' }],
								date: [{ field: 'created_at', operator: 'greaterThan', value: '2030-01-01T00:00:00' }],
							},
						},
						{ match: 'AND', filters: { tag: [{ operator: 'notEquals', tag: byId('129') }] } },
					],
				},
				sort: { by: { field: 'created_at', order: 'ascending' } },
			},
		}).catch(() => undefined);
		expect(lastBody()).toEqual({
			query: {
				operator: 'AND',
				value: [
					{ field: 'state', operator: '=', value: 'open' },
					{ field: 'read', operator: '=', value: false },
					{
						operator: 'OR',
						value: [
							{ field: 'custom_attributes.seats', operator: 'IN', value: [1, 2] },
							{ field: 'created_at', operator: '>', value: seconds('2030-01-01T00:00:00Z') },
						],
					},
					{ field: 'tag_ids', operator: '!=', value: '129' },
				],
			},
			sort: { field: 'created_at', order: 'ascending' },
			pagination: { per_page: 50 },
		});
	});

	it('one group alone, and texts where Intercom wants texts', async () => {
		const row = { field: 'external_id', operator: 'equals', value: '={{ 42 }}' };
		expect(
			await searches('contact', {
				options: { groups: { group: [{ match: 'AND', filters: { text: [row] } }] } },
			}),
		).toMatchObject([{ external_id: '42' }]);
		expect(lastBody().query).toEqual({ field: 'external_id', operator: '=', value: '42' });
	});

	it('a blank value in a JSON query: what is not set', async () => {
		const query = '{"field": "external_id", "operator": "=", "value": null}';
		expect(await searches('contact', { options: { query } })).toMatchObject([{ role: 'lead' }]);
	});
});

describe('what Intercom would refuse is caught before sending', () => {
	const rows = (field: string, operator: string, value: unknown) => ({
		filters: { filter: [{ field, operator, value }] },
	});
	const json = (query: unknown) => ({ options: { query: JSON.stringify(query) } });
	const role = { field: 'role', operator: '=', value: 'user' };
	const group = (...value: unknown[]) => ({ operator: 'AND', value });

	it.each<[string, string, unknown, RegExp, RegExp]>([
		[
			'contact',
			'>= on a date',
			rows('created_at', 'greaterOrEqual', '2030-01-01'),
			/^Intercom does not search 'created_at' by 'Greater Than or Equal'$/,
			/Use one of: On That Day \(=\), After \(>\), Before \(<\)/,
		],
		[
			'contact',
			'!= on a date',
			rows('updated_at', 'notEquals', '2030-01-01'),
			/'updated_at' by 'Is Not'/,
			/Before \(<\)/,
		],
		[
			'contact',
			'>= on a date in JSON',
			json({ field: 'signed_up_at', operator: '>=', value: 1 }),
			/'signed_up_at' by 'Greater Than or Equal'/,
			/Use one of/,
		],
		[
			'contact',
			'a list of tags',
			rows('tag_id', 'in', '1,2'),
			/'tag_id' by 'In List'/,
			/^Use one of: Is \(=\), Is Not \(!=\)$/,
		],
		[
			'contact',
			'an operator that is none',
			json({ ...role, operator: 'LIKE' }),
			/by 'LIKE'/,
			/Contains \(~\)/,
		],
		[
			'contact',
			'three levels',
			json(group(group(group(role)))),
			/groups in 3 levels, and Intercom takes 2/,
			/filters only/,
		],
		[
			'contact',
			'16 filters in a group',
			json(group(role, group(...Array<unknown>(16).fill(role)))),
			/16 filters in one group, and Intercom takes 15/,
			/Split/,
		],
		['contact', 'an empty group', json(group()), /not one that Intercom takes/, /JSON/],
		[
			'contact',
			'a date in words in JSON',
			json({ field: 'created_at', operator: '>', value: '2030-01-01' }),
			/not a date to Intercom/,
			/Unix seconds/,
		],
		['contact', 'a list for =', json({ ...role, value: ['user'] }), /has a list for '='/, /IN/],
		[
			'contact',
			'one value for IN',
			json({ ...role, operator: 'IN' }),
			/has one value for 'IN'/,
			/take a list/,
		],
		[
			'contact',
			'a date among other alternatives',
			{
				match: 'OR',
				filters: {
					date: [{ field: 'created_at', operator: 'greaterThan', value: '2030-01-01' }],
					role: [{ value: 'user' }],
				},
			},
			/^A date \(created_at\) is part of alternatives that are not all dates$/,
			/one search for each/,
		],
		[
			'contact',
			'no text for a number',
			{ filters: { number: [{ field: 'custom', attribute: 'seats', operator: 'equals', value: 'Ada' }] } },
			/'Ada', which is not a number/,
			/number/,
		],
		[
			'contact',
			'an attribute without a name',
			{ filters: { text: [{ field: 'custom', attribute: byName(' '), value: 'x' }] } },
			/names no attribute/,
			/remove/,
		],
		[
			'contact',
			'a group without a filter',
			{ options: { groups: { group: [{ match: 'OR', filters: {} }] } } },
			/Group 1 has no filter/,
			/remove/,
		],
		[
			'contact',
			'a value that the expression did not find',
			{ filters: { text: [{ field: 'email', value: '={{ $json.nothing }}' }] } },
			/^The filter on 'Email' has no value$/,
			/expression/,
		],
		[
			'conversation',
			'>= on a date',
			rows('created_at', 'greaterOrEqual', '2030-01-01'),
			/'created_at' by 'Greater Than or Equal'/,
			/Use one of/,
		],
		[
			'conversation',
			'> on a text',
			rows('state', 'greaterThan', 'a'),
			/'state' by 'Greater Than/,
			/Contains/,
		],
		['conversation', 'maybe for true or false', rows('open', 'equals', 'maybe'), /'maybe'/, /true or false/],
	])('%s: %s', async (resource, _, parameters, message, description) => {
		await expect(searches(resource, parameters as INodeParameters)).rejects.toMatchObject({
			message: expect.stringMatching(message) as string,
			description: expect.stringMatching(description) as string,
		});
		expect(intercom.requests).toEqual([]);
	});
});

describe('the fields in the editor', () => {
	const objects = ['contact', 'conversation', 'ticket'] as const;
	const groupsIn = (object: (typeof objects)[number]) =>
		searchFields(object).find(({ name }) => name === 'filters')?.options as FieldGroup[];
	const choicesOf = (fields: Field[], name: string) =>
		(fields.find((field) => field.name === name)?.options ?? []) as INodePropertyOptions[];

	it.each(objects)('%s: at first sight there are four, beside options', (object) => {
		const { operations } = resources[object];
		const seen = fieldsOf(operations.search).filter(
			({ type, name }) => type !== 'collection' && name !== 'simplify',
		);
		expect(seen.map(({ displayName }) => displayName)).toEqual(['Filters', 'Match', 'Return All', 'Limit']);
	});

	it.each(objects)('%s: dates have no lists, and are asked for from now back', (object) => {
		const date = groupsIn(object).find(({ name }) => name === 'date')?.values ?? [];
		expect(choicesOf(date, 'operator').map(({ name }) => name)).toEqual([
			'After',
			'Before',
			'In the Last (Days)',
			'In the Last (Hours)',
			'Is Empty',
			'Is Not Empty',
			'Longer Ago Than (Days)',
			'Longer Ago Than (Hours)',
			'On That Day',
		]);
	});

	it('fields are called what people call them', () => {
		const date = groupsIn('conversation').find(({ name }) => name === 'date')?.values ?? [];
		const names = choicesOf(date, 'field').map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['Last Closed At', 'Last Customer Reply At']));
		const all = objects.flatMap((object) =>
			groupsIn(object).flatMap(({ values }) => choicesOf(values, 'field').map(({ name }) => name)),
		);
		expect(all.filter((name) => /Statistics|_|\bAi\b/.test(name))).toEqual([]);
	});

	it.each(objects)('%s: every field and every operator is taken by the search', async (object) => {
		const samples: Record<string, string> = { number: '1', date: '2030-01-01', yesNo: 'true' };
		const picks: Record<string, string> = { tag: '7001', contact: ADA, company: ACME, segment: ADA };
		for (const { name, values } of groupsIn(object)) {
			if (name === 'filter') continue;
			const fields = choicesOf(values, 'field').map(({ value }) => value);
			const words = choicesOf(values, 'operator').map(({ value }) => value);
			const choices = choicesOf(values, 'value').map(({ value }) => value);
			const isPicked = values.some((field) => field.name === name);
			const names = fields.filter((field) => field !== 'custom');
			// every field with one operator, the first with all
			const pairs = [
				...names.map((field, index) => [field, words[index % words.length]]),
				...words.map((word) => [names[0], word]),
			].filter(([field]) => field !== undefined || fields.length === 0);
			for (const [field, operator] of pairs) {
				const value = isPicked
					? { [name]: byId(picks[name] ?? '9600001') }
					: { value: choices[0] ?? samples[name] ?? 'a' };
				const row = { ...(field && { field }), ...(operator && { operator }), ...value };
				await expect(
					searches(object, { filters: { [name]: [row] } as never, limit: 1 }),
				).resolves.toBeInstanceOf(Array);
			}
		}
	});
});
