import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { failed } from '../../core/run/details';
import { filesOf } from '../../core/run/files';
import { inParallel } from '../../core/run/parallel';
import { onceARun, reader, resolve } from '../../core/run/read';
import { toRequest } from '../../core/run/request';
import { atItem, begin, tellHints, type Api } from '../../core/run/run';
import type { Operation, Request, Values } from '../../core/table/operation';
import { api as connect } from '../transport/api';

/** Contacts or companies of one request. Intercom names no maximum: 50 keep a failed request small. */
const AT_ONCE = 50;

const KINDS = ['users', 'companies'] as const;
type Kind = (typeof KINDS)[number];
type Reference = { id: string; untag?: boolean };

/** One item: whom it tags. */
type Tagging = { item: number; kind: Kind; name: string; reference: Reference };

/** `build` of Tag Many and Untag Many, for one item: POST /tags with a list of one. */
export const tagOne =
	(untag: boolean) =>
	(request: Request, { tagged, contact_id: contact, company_id: company }: Values): Request => ({
		...request,
		repeatable: true,
		body: { ...request.body, [String(tagged)]: [{ id: contact ?? company, ...(untag && { untag }) }] },
	});

function taggingOf(item: number, { body }: Request): Tagging {
	const kind = KINDS.find((one) => one in body) ?? 'users';
	const [reference] = body[kind] as Reference[];
	return { item, kind, name: String(body.name), reference };
}

/** Taggings of one tag and kind belong together, at most 50 in a lot; the first lot of each tag apart from the rest. */
function lotsOf(taggings: Tagging[]): { first: Tagging[][]; rest: Tagging[][] } {
	const groups = new Map<string, Tagging[]>();
	for (const tagging of taggings) {
		const key = `${tagging.kind} ${tagging.name.toLowerCase()}`;
		const group = groups.get(key);
		if (group) group.push(tagging);
		else groups.set(key, [tagging]);
	}
	const lots = [...groups.values()].map((group) =>
		Array.from({ length: Math.ceil(group.length / AT_ONCE) }, (_, index) =>
			group.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
		),
	);
	return { first: lots.map(([lot]) => lot), rest: lots.flatMap(([, ...others]) => others) };
}

/** From 2.16 on the reply tells of each one whether it has the tag now; before that all have it, or none. */
function outcomeOf({ kind, reference }: Tagging, { type, id, name, ...reply }: IDataObject): IDataObject {
	const rows = reply[kind] as Array<{ id: string; tagged: boolean }> | undefined;
	const told = rows && (rows.find((row) => row.id === reference.id)?.tagged ?? false);
	const of = kind === 'users' ? 'contact_id' : 'company_id';
	return { type, id, name, [of]: reference.id, tagged: told ?? !reference.untag };
}

/** Whether Intercom refused the request for what it holds, rather than for who asks or when. */
const isContentRefused = (error: unknown): boolean =>
	error instanceof NodeApiError && ['400', '404', '422'].includes(error.httpCode ?? '');

/**
 * `runAll` of Tag Many and Untag Many: all items, 50 in a request (POST /tags, Intercom API 2.14). Up to 2.15 one
 * unknown id fails its whole request: its items are then sent one by one, so that only that one has the error. Outputs
 * stand in the order of the items and are paired.
 */
export async function tagMany(
	context: IExecuteFunctions,
	operation: Operation,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const { api, stop } = await begin(context, connect);
	const { send, concurrency } = api;
	const outputs: INodeExecutionData[] = [];
	const fail = async (error: unknown, items: number[]): Promise<void> => {
		const errors = items.map((item) => atItem(context.getNode(), error, item));
		if (!continueOnFail) {
			stop.abort(errors[0]);
			return await Promise.reject(errors[0]);
		}
		errors.forEach((known, index) => (outputs[items[index]] = failed(known, items[index])));
	};

	const taggings = await taggingsOf(context, operation, api, fail);
	const carryOut = async (lot: Tagging[]): Promise<void> => {
		const [{ kind, name }] = lot;
		const body = { name, [kind]: lot.map(({ reference }) => reference) };
		try {
			const reply = await send({ method: 'POST', path: '/tags', query: {}, body, repeatable: true });
			for (const one of lot)
				outputs[one.item] = { json: outcomeOf(one, reply), pairedItem: { item: one.item } };
		} catch (error) {
			if (lot.length > 1 && isContentRefused(error)) {
				for (const one of lot) await carryOut([one]);
				return;
			}
			await fail(
				error,
				lot.map(({ item }) => item),
			);
		}
	};
	const { first, rest } = lotsOf(taggings);
	// the first request makes a tag that is new; two at once might make two
	await inParallel(concurrency, first, carryOut);
	await inParallel(concurrency, rest, carryOut);
	tellHints(context, api);
	return [outputs];
}

async function taggingsOf(
	context: IExecuteFunctions,
	operation: Operation,
	{ send, concurrency }: Api,
	fail: (error: unknown, items: number[]) => Promise<void>,
): Promise<Tagging[]> {
	const read = reader(context, operation);
	const once = onceARun();
	const zone = context.getTimezone();
	const taggings = await inParallel(concurrency, context.getInputData(), async ({ json }, item) => {
		try {
			const behind = { send, once, files: filesOf(context, item) };
			const values = await resolve(operation, read(item), behind);
			return [taggingOf(item, toRequest(operation, values, zone, json))];
		} catch (error) {
			await fail(error, [item]);
			return [];
		}
	});
	return taggings.flat();
}
