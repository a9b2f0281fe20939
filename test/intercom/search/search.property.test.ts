import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute } from '../../engine';
import { contactActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';

/**
 * Whatever is asked for, in whatever zones, a contact search gives exactly the contacts that a plain filter over all
 * contacts gives. RUNS searches (150 unless set).
 */
const RUNS = Number(process.env.RUNS ?? 150);
jest.setTimeout(60_000 + RUNS * 400);

const CONTACTS = 320;
/** Five days, the third of which has 23 hours in Berlin. */
const FIRST = Date.parse('2030-03-29T00:00:00Z') / 1000;
const SPAN = 5 * 86400;
/** When all searches are made. */
const NOW = FIRST + SPAN + 3600;

let intercom: IntercomSimulator;
let everyone: IDataObject[];

const words = ['ada', 'Alan', 'grace', 'lin'];

beforeAll(async () => {
	intercom = await startIntercom();
	Object.assign(intercom.settings, { rateLimit: 1_000_000 });
	const workspace = intercom.workspace({ silent: true });
	for (const contact of [...workspace.contacts.values()]) contactActs.deleteContact(workspace, contact);
	// the same numbers each time
	const between = (index: number, below: number) => (index * 48271 + index * index * 31) % below;
	const made = Array.from({ length: CONTACTS }, (_, index) => {
		const at = FIRST + Math.floor((index / CONTACTS) * (SPAN / 2));
		intercom.clock.set(new Date(at * 1000).toISOString());
		const word = words[between(index, 4)];
		return contactActs.createContact(workspace, {
			role: index % 3 ? 'user' : 'lead',
			name: index % 7 ? `${word} ${index % 10}` : null,
			email: index % 5 ? `${word}.${index}@example.com` : null,
			external_id: `${index}`,
			signed_up_at: index % 4 ? FIRST + between(index, SPAN) : null,
			unsubscribed_from_emails: index % 2 === 0,
			custom_attributes: {
				...(index % 3 && { plan: ['free', 'pro'][index % 2] }),
				...(index % 2 && { seats: index % 20 }),
				...(index % 5 && { trial: index % 2 === 0 }),
				...(index % 3 === 0 && { trial_ends_at: FIRST + between(index * 7, SPAN) }),
			},
		});
	});
	const [tag] = workspace.tags.values();
	const [company] = workspace.companies.values();
	for (const [index, contact] of made.entries()) {
		if (index % 4 === 1) contactActs.tagContact(workspace, contact, tag, true);
		if (index % 6 === 1) contactActs.attachCompany(workspace, contact, company);
	}
	for (const [index, contact] of made.entries()) {
		const at = FIRST + SPAN / 2 + Math.floor((index / CONTACTS) * (SPAN / 2));
		intercom.clock.set(new Date(at * 1000).toISOString());
		contactActs.changeContact(workspace, contact, {});
	}
	everyone = await ask('getAll', {});
	expect(everyone).toHaveLength(CONTACTS);
	jest.spyOn(Date, 'now').mockReturnValue(NOW * 1000);
});
afterAll(async () => {
	jest.restoreAllMocks();
	await intercom.close();
});

async function run(operation: string, parameters: INodeParameters, timezone = 'UTC') {
	return await execute('intercomPlus', {
		parameters: { resource: 'contact', operation, returnAll: true, simplify: false, ...parameters },
		credentials: {
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: intercom.accessToken,
			},
		},
		timezone,
	});
}

async function ask(operation: string, parameters: INodeParameters, timezone?: string) {
	const { items, error } = await run(operation, parameters, timezone);
	if (error) throw new Error(`${error.message}: ${error.description}`);
	return items.map(({ json }) => json);
}

/** A filter as the editor saves it, and what it means. */
type Case = {
	kind: string;
	row: IDataObject;
	passes: (contact: IDataObject, zone: string) => boolean;
	/** A time, which the node holds to the second itself. */
	strict?: true;
	/** What a contact shows of itself, so that the node can tell. */
	told?: true;
};

const get = (contact: IDataObject, field: string) =>
	field.split('.').reduce<unknown>((inner, key) => (inner as IDataObject | null)?.[key], contact) ?? null;

const at = (field: string): IDataObject =>
	field.startsWith('custom_attributes.')
		? { field: 'custom', attribute: field.replace('custom_attributes.', '') }
		: { field };

type Meaning = (actual: unknown, wanted: string) => boolean;

const lower = (value: unknown) => (value === null ? null : String(value).toLowerCase());
const textOperators: Record<string, Meaning> = {
	equals: (actual, wanted) => actual === wanted,
	notEquals: (actual, wanted) => actual !== wanted,
	contains: (actual, wanted) => lower(actual)?.includes(wanted.toLowerCase()) ?? false,
	notContains: (actual, wanted) => !(lower(actual)?.includes(wanted.toLowerCase()) ?? false),
	startsWith: (actual, wanted) => lower(actual)?.startsWith(wanted.toLowerCase()) ?? false,
	endsWith: (actual, wanted) => lower(actual)?.endsWith(wanted.toLowerCase()) ?? false,
	in: (actual, wanted) => wanted.split(',').some((one) => one === actual),
	notIn: (actual, wanted) => !wanted.split(',').some((one) => one === actual),
};

const textCase = fc
	.record({
		field: fc.constantFrom('name', 'email', 'role', 'external_id', 'custom_attributes.plan'),
		operator: fc.constantFrom(...Object.keys(textOperators)),
		value: fc.constantFrom('ada', 'a', 'user', '1', '17,18,19', 'pro', 'Alan 3', 'example.com', 'free,pro'),
		byName: fc.boolean(),
	})
	.map(({ field, operator, value, byName }): Case => {
		const meaning = textOperators[operator];
		return {
			// the form has a filter of its own for the role
			kind: byName || field === 'role' ? 'filter' : 'text',
			row: { ...(byName || field === 'role' ? { field } : at(field)), operator, value },
			passes: (contact) => meaning(get(contact, field), value),
		};
	});

const numberOperators: Record<string, (actual: unknown, wanted: number) => boolean> = {
	equals: (actual, wanted) => actual === wanted,
	notEquals: (actual, wanted) => actual !== wanted,
	greaterThan: (actual, wanted) => actual !== null && Number(actual) > wanted,
	lessThan: (actual, wanted) => actual !== null && Number(actual) < wanted,
	greaterOrEqual: (actual, wanted) => actual !== null && Number(actual) >= wanted,
	lessOrEqual: (actual, wanted) => actual !== null && Number(actual) <= wanted,
};

const numberCase = fc
	.record({
		operator: fc.constantFrom(...Object.keys(numberOperators)),
		value: fc.integer({ min: 0, max: 20 }),
	})
	.map(({ operator, value }): Case => {
		const meaning = numberOperators[operator];
		return {
			kind: 'number',
			row: { field: 'custom', attribute: 'seats', operator, value: String(value) },
			passes: (contact) => meaning(get(contact, 'custom_attributes.seats'), value),
		};
	});

const yesNoCase = fc
	.record({
		field: fc.constantFrom('unsubscribed_from_emails', 'custom_attributes.trial'),
		value: fc.boolean(),
	})
	.map(
		({ field, value }): Case => ({
			kind: 'yesNo',
			row: { ...at(field), value: String(value) },
			passes: (contact) => get(contact, field) === value,
		}),
	);

const zones = [
	'UTC',
	'Europe/Berlin',
	'America/New_York',
	'Pacific/Auckland',
	'Pacific/Pago_Pago',
	'Asia/Kolkata',
];

const dateOperators: Record<string, (actual: number, wanted: number, zone: string) => boolean> = {
	greaterThan: (actual, wanted) => actual > wanted,
	lessThan: (actual, wanted) => actual < wanted,
	equals(actual, wanted, zone) {
		const date = (seconds: number) => DateTime.fromSeconds(seconds, { zone }).toISODate();
		return date(actual) === date(wanted);
	},
};

const dateCase = fc
	.record({
		field: fc.constantFrom('created_at', 'updated_at', 'signed_up_at', 'custom_attributes.trial_ends_at'),
		operator: fc.constantFrom(...Object.keys(dateOperators)),
		value: fc.oneof(
			fc.integer({ min: FIRST - 3600, max: FIRST + SPAN + 3600 }),
			// the very second of somebody, where one more or less shows
			fc.nat(CONTACTS - 1).map((index) => FIRST + Math.floor((index / CONTACTS) * (SPAN / 2))),
		),
		spelling: fc.constantFrom('iso', 'seconds'),
	})
	.map(({ field, operator, value, spelling }): Case => {
		const meaning = dateOperators[operator];
		return {
			...{ kind: 'date', strict: true, told: true },
			row: {
				...at(field),
				operator,
				value: spelling === 'iso' ? new Date(value * 1000).toISOString() : String(value),
			},
			passes(contact, zone) {
				const actual = get(contact, field);
				return actual !== null && meaning(Number(actual), value, zone);
			},
		};
	});

const spanCase = fc
	.record({
		field: fc.constantFrom('created_at', 'signed_up_at', 'custom_attributes.trial_ends_at'),
		operator: fc.constantFrom('inTheLast', 'longerAgo'),
		unit: fc.constantFrom('Hours', 'Days'),
		amount: fc.integer({ min: 1, max: 130 }),
	})
	.map(({ field, operator, unit, amount }): Case => {
		const from = NOW - amount * (unit === 'Days' ? 86400 : 3600);
		return {
			...{ kind: 'date', strict: true, told: true },
			row: { ...at(field), operator: operator + unit, amount },
			passes(contact) {
				const actual = get(contact, field);
				if (actual === null) return false;
				return operator === 'longerAgo'
					? Number(actual) < from
					: Number(actual) > from && (field === 'created_at' || Number(actual) < NOW);
			},
		};
	});

const blankCase = fc
	.record({
		field: fc.constantFrom(
			'name',
			'email',
			'custom_attributes.plan',
			'signed_up_at',
			'custom_attributes.trial_ends_at',
		),
		operator: fc.constantFrom('isEmpty', 'isNotEmpty'),
	})
	.map(({ field, operator }): Case => {
		const isDate = field.endsWith('_at');
		return {
			...{ kind: isDate ? 'date' : 'text', told: true },
			...(isDate && operator === 'isNotEmpty' && { strict: true }),
			row: { ...at(field), operator },
			passes: (contact) => (get(contact, field) === null) === (operator === 'isEmpty'),
		};
	});

const idsIn = (contact: IDataObject, list: string) =>
	((contact[list] as { data: IDataObject[] }).data ?? []).map(({ id }) => id);
const named = (value: string) => ({ __rl: true, mode: 'name', value });

const knownCase = fc
	.record({ what: fc.constantFrom('tag', 'company', 'role'), isNot: fc.boolean() })
	.map(({ what, isNot }): Case => {
		const operator = isNot ? 'notEquals' : 'equals';
		const holds: Record<string, (contact: IDataObject) => boolean> = {
			tag: (contact) => idsIn(contact, 'tags').includes('7001'),
			company: (contact) => idsIn(contact, 'companies').includes('6962000000000000000000c1'),
			role: ({ role }) => role === 'lead',
		};
		const value = {
			tag: { tag: named('VIP') },
			company: { company: named('Acme') },
			role: { value: 'lead' },
		}[what];
		return { kind: what, row: { operator, ...value }, passes: (contact) => holds[what](contact) !== isNot };
	});

const anyCase = fc.oneof(textCase, numberCase, yesNoCase, dateCase, dateCase, spanCase, blankCase, knownCase);
const timeCase = fc.oneof(dateCase, spanCase, blankCase);
const match = fc.constantFrom('AND', 'AND', 'OR');
const cases = (minLength: number) =>
	fc.oneof(fc.array(anyCase, { minLength, maxLength: 4 }), fc.array(timeCase, { minLength, maxLength: 3 }));

const search = fc
	.record({
		match,
		filters: cases(0),
		groups: fc.array(fc.record({ match, filters: cases(1) }), { maxLength: 2 }),
		workspaceZone: fc.constantFrom(...zones),
		zone: fc.constantFrom(...zones),
		limit: fc.option(fc.integer({ min: 1, max: 30 })),
	})
	.filter(({ filters, groups }) => filters.length + groups.length > 0);
type Search = typeof search extends fc.Arbitrary<infer Value> ? Value : never;

const parameter = (list: Case[]): IDataObject => {
	const rows: Record<string, IDataObject[]> = {};
	for (const { kind, row } of list) (rows[kind] ??= []).push(row);
	return rows;
};

const holds = (how: string, list: Array<(contact: IDataObject) => boolean>) => (contact: IDataObject) =>
	how === 'AND' ? list.every((passes) => passes(contact)) : list.some((passes) => passes(contact));

/** Whether times and what the node cannot tell are alternatives to each other, which it refuses. */
function isMixed({ match: how, filters, groups }: Search): boolean {
	type Part = { strict?: boolean; told?: boolean };
	const clash = (parts: Part[]) =>
		parts.length > 1 && parts.some(({ strict }) => strict) && parts.some(({ told }) => !told);
	const inGroups = groups.map((one): Part & { mixed: boolean } => ({
		strict: one.filters.some(({ strict }) => strict),
		told: one.filters.every(({ told }) => told),
		mixed: one.match === 'OR' && clash(one.filters),
	}));
	return (how === 'OR' && clash([...filters, ...inGroups])) || inGroups.some(({ mixed }) => mixed);
}

const idsOf = (contacts: IDataObject[]) => contacts.map(({ id }) => String(id)).sort();

it('finds exactly what a plain filter over all contacts finds', async () => {
	let compared = 0;
	let refused = 0;
	let found = 0;
	await fc.assert(
		fc.asyncProperty(search, async (given) => {
			const { match: how, filters, groups, workspaceZone, zone, limit } = given;
			Object.assign(intercom.settings, { timezone: workspaceZone });
			const { items, error } = await run(
				'search',
				{
					match: how,
					filters: parameter(filters),
					options: {
						groups: { group: groups.map((one) => ({ match: one.match, filters: parameter(one.filters) })) },
					},
					...(limit && { returnAll: false, limit }),
				} as INodeParameters,
				zone,
			);
			if (isMixed(given)) {
				refused++;
				expect(error?.message).toMatch(/is part of alternatives that are not all dates/);
				return;
			}
			expect(error?.message).toBeUndefined();
			const tests = [
				...filters.map(
					({ passes }) =>
						(contact: IDataObject) =>
							passes(contact, zone),
				),
				...groups.map((one) =>
					holds(
						one.match,
						one.filters.map(
							({ passes }) =>
								(contact: IDataObject) =>
									passes(contact, zone),
						),
					),
				),
			];
			const wanted = idsOf(everyone.filter(holds(how, tests)));
			const answered = idsOf(items.map(({ json }) => json));
			compared++;
			found += wanted.length;
			if (!limit) return expect(answered).toEqual(wanted);
			expect(answered).toHaveLength(Math.min(limit, wanted.length));
			expect(wanted).toEqual(expect.arrayContaining(answered));
		}),
		{ numRuns: RUNS },
	);
	// the property is about something
	expect(compared).toBeGreaterThan(RUNS / 2);
	expect(refused).toBeGreaterThan(0);
	expect(found).toBeGreaterThan(compared);
});
