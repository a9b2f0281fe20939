import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/core/table/fields';
import type { Field, FieldGroup } from '../../../nodes/core/table/operation';
import type { RecordedRequest } from '../../simulators/server';
import { intercom, runs } from '../world/world';
import { cases, files, type Case } from './cases';
import { seedExamples } from './seeded';

jest.setTimeout(120_000);

/**
 * Any value in any field of any operation, by an expression: what leaves the node is made of finite numbers, texts and
 * yes or no, or nothing leaves it and the field is named.
 */

/** A field that an expression can fill, and where it stands among the parameters. */
type Slot = { of: Case; field: Field; path: Array<string | number> };

const slotsIn = (fields: Field[], values: unknown, path: Slot['path']): Array<Omit<Slot, 'of'>> =>
	fields
		.filter(({ name }) => Object.hasOwn(Object(values) as object, name))
		.flatMap((field) => {
			const value = (values as IDataObject)[field.name];
			const here = [...path, field.name];
			if (field.type === 'collection') return slotsIn(field.options as Field[], value, here);
			if (field.type === 'fixedCollection')
				return (field.options as FieldGroup[]).flatMap(({ name, values: inner }) => {
					const rows = (value as IDataObject)[name];
					return Array.isArray(rows)
						? slotsIn(inner, rows[0], [...here, name, 0])
						: slotsIn(inner, rows, [...here, name]);
				});
			if (field.type === 'resourceLocator') return [{ field, path: [...here, 'value'] }];
			if (field.type === 'resourceMapper') return [{ field, path: [...here, 'value', 'plan'] }];
			if (field.type === 'assignmentCollection')
				return [{ field, path: [...here, 'assignments', 0, 'value'] }];
			return [{ field, path: here }];
		});

/** What is JSON of the user's own is sent as it is, and what chooses the way through the form takes no expression. */
const takesExpression = ({ field: { type, noDataExpression } }: Slot) =>
	type !== 'json' && (noDataExpression !== true || type === 'resourceMapper');

const slots: Slot[] = cases
	.filter(({ resource, title }) => resource !== 'customCall' && title.endsWith('all fields'))
	.flatMap((of) => slotsIn(fieldsOf(of.operation), of.parameters, []).map((slot) => ({ of, ...slot })))
	.filter(takesExpression);

const put = (values: INodeParameters, [key, ...rest]: Slot['path'], value: string): void => {
	if (rest.length === 0) values[key] = value;
	else put(values[key] as INodeParameters, rest, value);
};

const broken = fc.constantFrom<unknown>(Infinity, -Infinity, NaN, '11-50', '1,200', '1e999', 'Infinity');
const value = fc.oneof(
	broken,
	fc.constantFrom<unknown>(41791234567, -0, 1.5, 1e21, true, '', ' ', null, undefined, 'pro', '🎈', '\ud800'),
	fc.constantFrom<unknown>(
		[],
		[[]],
		{},
		{ name: 'pro' },
		['pro'],
		[{ a: 1 }],
		'{abc',
		'..',
		'.',
		'{"id":"1"}',
	),
	fc.constantFrom<unknown>(new Date(NaN), new Date(0), ['2026-01-01'], 'constructor', '__proto__'),
	fc.double(),
	fc.string(),
	fc.jsonValue({ maxDepth: 2 }),
);

const leaves = (json: unknown): unknown[] =>
	typeof json === 'object' && json !== null ? Object.values(json).flatMap(leaves) : [json];

const NOTHING_MEANT = /^(NaN|-?Infinity|undefined|null|Invalid Date|\[object \w+\])$/;

/** What of a request nobody can have meant who gave these values. */
function unmeant({ path, body }: RecordedRequest, given: unknown[]): unknown[] {
	const sent = body === '' ? [] : leaves(JSON.parse(body));
	const query = [...new URL(path, intercom.url).searchParams.values()];
	const clears = given.some((one) => one === '' || one === null);
	return [...sent, ...query].filter(
		(leaf) => !given.includes(leaf) && (leaf === null ? !clears : NOTHING_MEANT.test(String(leaf))),
	);
}

/** Whether an error says what it is about: the field, or what is in it. */
const names = ({ of, field: { displayName, name } }: Slot, message: string): boolean =>
	[displayName, name, "'plan'", "'ID'", 'binary field', 'Limit', 'Max Wait', ' is under way '].some((word) =>
		message.includes(word),
	) ||
	// a filter is called by what it filters
	of.name === 'search';

it('lets nothing leave that nobody meant, or names the field and sends nothing', async () => {
	seedExamples(intercom.workspace({ silent: true }));
	const tally = { refused: 0, sent: 0 };
	await fc.assert(
		fc.asyncProperty(fc.nat(slots.length - 1), fc.array(value, { maxLength: 5 }), async (index, values) => {
			const slot = slots[index];
			const { of, path } = slot;
			intercom.requests.length = 0;
			const parameters = structuredClone(of.parameters);
			put(parameters, path, '={{ $json.v }}');
			const { items, error } = await runs(of.resource, of.name, parameters, {
				items: values.map((v) => ({ v }) as IDataObject),
				files,
				onError: 'continueRegularOutput',
			});
			const about = `${of.title}, ${path.join('.')}, ${JSON.stringify(values.map(String))}`;
			const tell = (found: unknown) => ({ about, found });
			expect(tell(error?.message)).toEqual(tell(undefined));
			expect(tell(intercom.requests.flatMap((one) => unmeant(one, values)))).toEqual(tell([]));
			for (const { json } of items) {
				// some replies have a member of this name
				const said = typeof json.error === 'string' ? json.error : '';
				expect(tell(said)).toEqual(tell(expect.not.stringMatching(/is not a function|fault of its own/)));
				// what Intercom's own words are about is up to Intercom
				if (said && !/^Intercom (refused|could not)/.test(said))
					expect(tell(names(slot, said) ? '' : said)).toEqual(tell(''));
				if (said) tally.refused++;
				else tally.sent++;
			}
		}),
		{ numRuns: 60 },
	);
	// both come about
	expect(tally.refused).toBeGreaterThan(10);
	expect(tally.sent).toBeGreaterThan(10);
});
