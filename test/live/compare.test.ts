import { startIntercom } from '../simulators/intercom';
import { Asker, isAnswer, limits } from './asker';
import { compare, type Difference } from './compare';
import { Comparison } from './comparison';
import { hasOwnNames } from './confidential';
import { fill } from './content';
import { emptyForm, take, type Form } from './form';
import { planned, read } from './reads';
import { describedReply, sideOf } from './sides';

/** Whatever is changed in a reply is found, and what only is other data is not. */

type Value = null | string | number | boolean | Value[] | { [name: string]: Value };

/** One reply of each request that the simulator has something to answer to. */
const replies = new Map<string, Value>();

/** Forty languages would show the same forty times. */
const inEnglish = (body: unknown): Value =>
	JSON.parse(JSON.stringify(body), (name, value: { type?: string; en?: Value } | null) =>
		name === 'translated_content' && value ? { type: value.type, en: value.en } : value,
	) as Value;

beforeAll(async () => {
	const simulator = await startIntercom();
	await fill(simulator);
	const to = { baseUrl: simulator.url, token: simulator.accessToken, version: '2.16' };
	const asker = new Asker(to, limits);
	const comparison = new Comparison();
	comparison.add = ({ request }, [first]) => {
		if (first && isAnswer(first) && first.status === 200 && !request.includes('('))
			replies.set(request, inEnglish(first.body));
	};
	// both sides are the same one
	await read(
		{ real: sideOf(asker), simulated: sideOf(new Asker(to, limits)), comparison, version: '2.16' },
		() => {},
	);
	await simulator.close();
});

const formOf = (value: Value): Form => {
	const form = emptyForm();
	take(form, value);
	return form;
};

function differences(request: string, real: Value, simulated: Value | Form): Difference[] {
	const form =
		simulated !== null && typeof simulated === 'object' && 'types' in simulated
			? (simulated as Form)
			: formOf(simulated as Value);
	const sides = { real: formOf(real), simulated: form, described: describedReply(request, '2.16') };
	return compare(sides, { where: request, name: '' });
}

/** Every way to a member, elements of a list being one; not into what the workspace names itself. */
function places(value: Value, at: string[] = []): string[][] {
	if (Array.isArray(value)) return value.flatMap((element) => places(element, [...at, '[]']));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, member]) => [
		[...at, name],
		...(hasOwnNames(name) ? [] : places(member, [...at, name])),
	]);
}

/** A copy in which the member at that place is another, or gone where `change` gives undefined. */
function changed(
	value: Value,
	[step, ...rest]: string[],
	change: (value: Value) => Value | undefined,
): Value {
	if (step === '[]') return Array.isArray(value) ? value.map((each) => changed(each, rest, change)) : value;
	if (typeof value !== 'object' || value === null || Array.isArray(value) || !(step in value)) return value;
	const { [step]: old, ...others } = value;
	const next = rest.length > 0 ? changed(old, rest, change) : change(old);
	return next === undefined ? others : { ...others, [step]: next };
}

/** The objects that may have the member at that place. */
function parents(value: Value, place: string[]): Array<{ [name: string]: Value }> {
	const [step, ...rest] = place;
	if (step === '[]') return Array.isArray(value) ? value.flatMap((each) => parents(each, rest)) : [];
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
	return rest.length === 0 ? [value] : step in value ? parents(value[step], rest) : [];
}

/** Nothing that any member is. */
const impossible = (value: Value): Value => (Array.isArray(value) ? { of: 1 } : [[1.5]]);

type Planted = { request: string; reply: Value; form: Form; place: string[] };

/** A member of one kind of object once, in whatever reply it is. */
function everyPlace(): Planted[] {
	const all = [...replies].flatMap(([request, reply]): Planted[] => {
		const form = formOf(reply);
		return places(reply).map((place) => ({ request, reply, form, place }));
	});
	return [...new Map(all.map((planted) => [planted.place.slice(-3).join('.'), planted])).values()];
}

/** The members whose change is not told of. */
const overlooked = (change: (value: Value) => Value | undefined, all: Planted[]): string[] =>
	all
		.filter(({ request, reply, form, place }) => {
			const found = differences(request, changed(reply, place, change), form);
			return !found.some(({ where }) => where.split('.').at(-1) === place.at(-1));
		})
		.map(({ place }) => place.join('.'));

it('has a reply to nearly every request that only reads', () => {
	expect(planned.length - replies.size).toBeLessThan(5);
});

it('finds no difference between replies of the same', () => {
	expect([...replies].flatMap(([request, reply]) => differences(request, reply, reply))).toEqual([]);
});

it('names every member that is missing, unless some of the simulator’s lack it too', () => {
	const always = everyPlace().filter(({ reply, place }) =>
		parents(reply, place).every((parent) => String(place.at(-1)) in parent),
	);
	expect(always.length).toBeGreaterThan(800);
	const missing = overlooked(() => undefined, always);
	// the last page has no next one
	expect(missing.filter((place) => !place.endsWith('pages.next'))).toEqual([]);
});

it('names every member of another type', () => {
	// which may be of any type
	const strange = overlooked(impossible, everyPlace()).filter((place) => !place.endsWith('example_value'));
	expect(strange).toEqual([]);
});

it('takes an empty list, an empty map and other attributes for data', () => {
	const contact = [...replies].find(([request]) => request === 'GET /contacts/{contact_id}')?.[1] as {
		[name: string]: Value;
	};
	const list = {
		type: 'list',
		data: [],
		total_count: 0,
		pages: { type: 'pages', page: 1, per_page: 20, total_pages: 0 },
	};
	expect(differences('GET /contacts', list, replies.get('GET /contacts') as Value)).toEqual([]);
	const other = { ...contact, custom_attributes: { blood_type: ['A'] }, phone: null };
	expect(differences('GET /contacts/{contact_id}', other, contact)).toEqual([]);
});
