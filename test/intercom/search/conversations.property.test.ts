import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { conversationActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';

/** Whatever is asked for, a conversation search gives exactly those that a plain filter over all of them gives. */
const RUNS = Number(process.env.RUNS ?? 60);
jest.setTimeout(60_000 + RUNS * 400);

const COUNT = 120;
const NOW = Date.parse('2030-04-03T12:00:00Z') / 1000;
const DAY = 86400;

let intercom: IntercomSimulator;
let everything: IDataObject[];

beforeAll(async () => {
	intercom = await startIntercom();
	Object.assign(intercom.settings, { rateLimit: 1_000_000 });
	const workspace = intercom.workspace({ silent: true });
	const [ada, ben] = workspace.admins.values();
	const [vip, beta] = workspace.tags.values();
	const people = [...workspace.contacts.values()];
	for (let index = 0; index < COUNT; index++) {
		const at = (hours: number) => {
			const begun = NOW - 10 * DAY + index * 7013;
			// some at midnight, where a day ends
			const ms = ((index % 5 === 2 ? begun - (begun % DAY) : begun) + hours * 3600) * 1000;
			intercom.clock.set(new Date(Math.min(ms, NOW * 1000)).toISOString());
		};
		at(0);
		const subject = index % 4 ? ['Refund', 'Log in', 'invoice'][index % 3] : '';
		const one = conversationActs.contactStarts(workspace, people[index % 3], 'Hello there', { subject });
		at(1);
		if (index % 3 === 0) conversationActs.tagConversation(workspace, one, vip, ada);
		if (index % 5 === 0) conversationActs.tagConversation(workspace, one, beta, ben);
		if (index % 2)
			conversationActs.assign(workspace, one, ada, { type: 'admin', id: [ada, ben][index % 4 >> 1].id });
		if (index % 7 === 0) conversationActs.assign(workspace, one, ada, { type: 'team', id: '8100002' });
		if (index % 6 === 1) conversationActs.prioritise(workspace, one, ada);
		at(2 + (index % 9));
		if (index % 4 === 1) conversationActs.snooze(workspace, one, ben, NOW + (index - 60) * 3600);
		else if (index % 4) conversationActs.close(workspace, one, ben);
	}
	intercom.clock.set(new Date(NOW * 1000).toISOString());
	jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000);
	everything = (await run('getAll', {})).items.map(({ json }) => json);
	expect(everything).toHaveLength(COUNT);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await intercom.close();
});

const run = async (operation: string, parameters: INodeParameters, timezone = 'UTC') =>
	await execute('intercomPlus', {
		parameters: { resource: 'conversation', operation, returnAll: true, simplify: false, ...parameters },
		credentials: {
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: intercom.accessToken,
			},
		},
		timezone,
	});

/** A filter as the editor saves it, and what it means. */
type Case = { kind: string; row: IDataObject; passes: (one: IDataObject, zone: string) => boolean };

const get = (one: IDataObject, field: string) =>
	field.split('.').reduce<unknown>((inner, key) => (inner as IDataObject | null)?.[key], one) ?? null;

const named = (mode: string, value: string) => ({ __rl: true, mode, value });

const dates = ['created_at', 'statistics.last_close_at', 'snoozed_until'];

const dateCase = fc
	.record({
		field: fc.constantFrom(...dates),
		operator: fc.constantFrom('greaterThan', 'lessThan', 'equals'),
		value: fc.integer({ min: NOW - 11 * DAY, max: NOW + 3 * DAY }),
	})
	.map(
		({ field, operator, value }): Case => ({
			kind: 'date',
			row: { field, operator, value: new Date(value * 1000).toISOString() },
			passes(one, zone) {
				const actual = get(one, field);
				if (typeof actual !== 'number') return false;
				const day = (seconds: number) => DateTime.fromSeconds(seconds, { zone }).toISODate();
				if (operator === 'equals') return day(actual) === day(value);
				return operator === 'greaterThan' ? actual >= value : actual <= value;
			},
		}),
	);

const spanCase = fc
	.record({
		field: fc.constantFrom(...dates),
		operator: fc.constantFrom('inTheLast', 'longerAgo'),
		unit: fc.constantFrom('Hours', 'Days'),
		amount: fc.integer({ min: 1, max: 99 }),
	})
	.map(({ field, operator, unit, amount }): Case => {
		const from = NOW - amount * (unit === 'Days' ? DAY : 3600);
		return {
			kind: 'date',
			row: { field, operator: operator + unit, amount },
			passes(one) {
				const actual = get(one, field);
				if (typeof actual !== 'number') return false;
				return operator === 'longerAgo' ? actual <= from : actual >= from && actual <= NOW;
			},
		};
	});

const ofList = (one: IDataObject, list: string): unknown[] =>
	((one[list] as IDataObject)[list] as IDataObject[]).map(({ id }) => id);

type Known = {
	kind: string;
	value: IDataObject;
	holds: (one: IDataObject) => boolean;
	isNone?: (one: IDataObject) => boolean;
};

const known: Known[] = [
	{
		kind: 'tag',
		value: { tag: named('name', 'vip') },
		holds: (one) => ofList(one, 'tags').includes('7001'),
		isNone: (one) => ofList(one, 'tags').length === 0,
	},
	{
		kind: 'teammate',
		value: { field: 'admin_assignee_id', teammate: named('id', 'Ben Agent') },
		holds: (one) => one.admin_assignee_id === 9600002,
		isNone: (one) => one.admin_assignee_id === null,
	},
	{
		kind: 'team',
		value: { team: named('name', 'Billing') },
		holds: (one) => one.team_assignee_id === 8100002,
		isNone: (one) => one.team_assignee_id === null,
	},
	{
		kind: 'company',
		value: { company: named('name', 'Acme') },
		holds: (one) => ofList(one, 'contacts').includes('6961000000000000000000a1'),
	},
	{
		kind: 'contact',
		value: { contact: named('email', 'alan@example.com') },
		holds: (one) => ofList(one, 'contacts').includes('6961000000000000000000a2'),
	},
	{ kind: 'state', value: { value: 'closed' }, holds: ({ state }) => state === 'closed' },
	{ kind: 'priority', value: { value: 'priority' }, holds: ({ priority }) => priority === 'priority' },
];

const knownCase = fc
	.record({
		one: fc.constantFrom(...known),
		operator: fc.constantFrom('equals', 'notEquals', 'isEmpty', 'isNotEmpty'),
	})
	.filter(({ one: { isNone }, operator }) => isNone !== undefined || operator.endsWith('quals'))
	.map(
		({ one: { kind, value, holds, isNone = () => false }, operator }): Case => ({
			kind,
			row: { operator, ...value },
			passes: (one) =>
				operator.endsWith('quals')
					? holds(one) === (operator === 'equals')
					: isNone(one) === (operator === 'isEmpty'),
		}),
	);

const otherCase = fc
	.record({
		field: fc.constantFrom('open', 'read'),
		value: fc.boolean(),
		subject: fc.constantFrom('refund', 'in', ''),
	})
	.map(
		({ field, value, subject }): Case =>
			subject
				? {
						kind: 'text',
						row: { field: 'source.subject', operator: 'contains', value: subject },
						passes: (one) => String(get(one, 'source.subject')).toLowerCase().includes(subject),
					}
				: { kind: 'yesNo', row: { field, value: String(value) }, passes: (one) => one[field] === value },
	);

const anyCase = fc.oneof(dateCase, spanCase, knownCase, knownCase, otherCase);
const match = fc.constantFrom('AND', 'OR');

const search = fc
	.record({
		match,
		filters: fc.array(anyCase, { maxLength: 3 }),
		groups: fc.array(fc.record({ match, filters: fc.array(anyCase, { minLength: 1, maxLength: 3 }) }), {
			maxLength: 2,
		}),
		zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Auckland'),
	})
	.filter(({ filters, groups }) => filters.length + groups.length > 0);

const rows = (list: Case[]): IDataObject => {
	const all: Record<string, IDataObject[]> = {};
	for (const { kind, row } of list) (all[kind] ??= []).push(row);
	return all;
};

it('finds exactly what a plain filter over all conversations finds', async () => {
	let found = 0;
	await fc.assert(
		fc.asyncProperty(search, async ({ match: how, filters, groups, zone }) => {
			const holds = (by: string, list: Array<(one: IDataObject) => boolean>) => (one: IDataObject) =>
				by === 'AND' ? list.every((passes) => passes(one)) : list.some((passes) => passes(one));
			const tests = (list: Case[]) =>
				list.map(
					({ passes }) =>
						(one: IDataObject) =>
							passes(one, zone),
				);
			const wanted = everything.filter(
				holds(how, [...tests(filters), ...groups.map((one) => holds(one.match, tests(one.filters)))]),
			);
			const options = {
				groups: { group: groups.map((one) => ({ match: one.match, filters: rows(one.filters) })) },
			};
			const parameters = { match: how, filters: rows(filters), options } as INodeParameters;
			const { items, error, hints } = await run('search', parameters, zone);
			expect(error && `${error.message}: ${error.description}`).toBeUndefined();
			expect(items.map(({ json }) => json.id).sort()).toEqual(wanted.map(({ id }) => id).sort());
			expect(hints.length > 0).toBe(wanted.length === 0);
			found += wanted.length;
		}),
		{ numRuns: RUNS },
	);
	// the property is about something
	expect(found).toBeGreaterThan(RUNS);
});
