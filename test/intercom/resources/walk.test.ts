import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../../nodes/core/table/operation';
import { DEFAULT_VERSION } from '../../../nodes/Intercom/connection/hosts';
import { resources } from '../../../nodes/Intercom/resources';
import { isTime } from '../../../nodes/Intercom/transcript/simplify';
import { membersGiven, misfits, previewOf } from '../../facts/previews';
import { replyOf, type ReplyShape } from '../../facts/replies';
import { accepted } from '../../facts/accepted';
import { factOf, minorOf } from '../../facts/requests';
import { misfitsOf } from '../../simulators/intercom/replaying/refuse';
import type { RecordedRequest } from '../../simulators/server';
import { kinds } from '../../simulators/intercom/routes';
import { cases, exportFor, files, type Case } from './cases';
import { seedExamples } from './seeded';
import { intercom, runs } from '../world/world';

/** Every operation that sends something, in n8n's engine against the simulator. */

jest.setTimeout(60_000);

/** Filters filled with examples exclude each other. */
const findsNothing = (title: string): boolean =>
	/^(contact|conversation|ticket) search, all fields$/.test(title);

const describedReply = ({ request, version = DEFAULT_VERSION }: Operation): ReplyShape =>
	replyOf(String(request), minorOf(version)).reply ?? {};

/** Whether it gives one item: neither the elements of a list nor the rows of a file. */
const isSingle = (operation: Operation): boolean =>
	!operation.list && !operation.produce && !Array.isArray(describedReply(operation));

/** Holds the items against what the entry says of them. */
function expectAsSaid(
	{ resource, name, operation, parameters, title }: Case,
	items: INodeExecutionData[],
): void {
	const { download, simplify, request } = operation;
	if (!findsNothing(title)) expect(items).not.toEqual([]);
	if (request && isSingle(operation)) expect(items).toHaveLength(1);
	if (download) expect(Object.keys(items[0].binary ?? {})).toEqual(['data']);
	const { requestDetails } = (parameters.requestOptions ?? {}) as IDataObject;
	const preview = previewOf('intercom', resource, name, operation);
	for (const { json } of items) {
		const { _request: told, ...members } = json;
		if (parameters.simplify !== false && parameters.output !== 'file' && resource !== 'customCall')
			expect(misfits(members, preview)).toEqual([]);
		if (!download) expect(members).not.toEqual({});
		if (simplify && parameters.simplify !== false) {
			const shown = Object.keys(members);
			expect(simplify.filter((key) => shown.includes(key))).toEqual(shown);
			expect(Object.entries(members).filter(([key, value]) => isTime(key) && Number(value) > 0)).toEqual([]);
		}
		if (requestDetails)
			expect(String((told as IDataObject).status)).toMatch(download ? /^(2..|302)$/ : /^2..$/);
	}
}

/** The operation that a request is of: of several that fit the one with the most words of its own. */
function operationOf(request: string): string | undefined {
	const fits = (operation: string) => new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`).test(request);
	const named = (operation: string) => operation.split('{').length;
	return Object.keys(kinds)
		.filter(fits)
		.sort((a, b) => named(a) - named(b))
		.at(0);
}

const asText = 'from 2.16 on the owner is text, which the facts have as 2.14 does';

/** What goes out otherwise, with the reason. */
const outgoing: Record<string, string> = {
	...accepted,
	'GET /export/reporting_data/{job_identifier} query.client_id is missing':
		'Export leaves it to the user, who may not know it',
	'POST /contacts body.owner_id is "9600001", not of type integer': asText,
	'PUT /contacts/{contact_id} body.owner_id is "9600001", not of type integer': asText,
};

/** What the descriptions do not know of a request, whatever operation sent it. */
function misfitsIn({ method, path, headers, body }: RecordedRequest): string[] {
	const { pathname, searchParams } = new URL(path, intercom.url);
	const operation = operationOf(`${method} ${pathname}`) ?? '';
	const fact = factOf(operation, minorOf(String(headers['intercom-version'])));
	return fact
		? misfitsOf(fact, Object.fromEntries(searchParams), JSON.parse(body || '{}') as IDataObject).map(
				(misfit) => `${operation} ${misfit}`,
			)
		: [];
}

const asked = new Set<string | undefined>();

beforeEach(() => {
	seedExamples(intercom.workspace({ silent: true }));
	intercom.settings.exportChecks = 0;
});
afterEach(() => {
	for (const { method, path } of intercom.requests) asked.add(operationOf(`${method} ${path.split('?')[0]}`));
});

it.each(cases)('$title', async (each) => {
	const { resource, name, parameters } = each;
	const job = await exportFor(each);
	const { items, error } = await runs(resource, name, { ...parameters, ...job }, { files });
	expect(error && `${error.message}: ${error.description}`).toBeUndefined();
	expectAsSaid(each, items);
	const misfits = resource === 'customCall' ? [] : intercom.requests.flatMap(misfitsIn);
	expect(misfits.filter((misfit) => !(misfit in outgoing))).toEqual([]);
});

it('has asked for all 231 operations, stateful and replayed', () => {
	expect(Object.keys(kinds).filter((operation) => !asked.has(operation))).toEqual([]);
	expect(Object.keys(kinds)).toHaveLength(231);
});

// What Simplify keeps

/** What it may add to replies by itself, to which objects: `previews.ts` says. */
it('keeps by Simplify only what replies have, or it adds itself', () => {
	const unknown = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([name, operation]) => {
			const known = operation.simplify ? membersGiven('intercom', resource, name, operation) : {};
			const absent = (operation.simplify ?? []).filter((key) => !(key in known));
			return absent.map((key) => `${resource} ${name} ${key}`);
		}),
	);
	expect(unknown).toEqual([]);
});

it('shows names before IDs, and the ID of an object where it has one', () => {
	const isId = (key: string) => /(^|_)ids?$/.test(key);
	const isName = (key: string) => /^(title|name|full_name|label|email|text|pseudonym)$/.test(key);
	const wrong = Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).flatMap(([name, { simplify = [] }]) => {
			const firstId = simplify.findIndex(isId);
			const lastName = Math.max(...simplify.map((key, index) => (isName(key) ? index : -1)));
			return simplify.length > 0 && (firstId < lastName || firstId < 0) ? [`${resource} ${name}`] : [];
		}),
	);
	expect(wrong).toEqual([]);
});
