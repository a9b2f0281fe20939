import {
	NodeApiError,
	NodeOperationError,
	UserError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { cancelSignal } from '../http/exchange';
import { operationError } from '../n8n/errors';
import { checkN8n } from '../n8n/needed';
import { REQUEST_OPTIONS } from '../table/fields';
import type { Given, Open, Operation, Request, Resources, Send, Tools, Values } from '../table/operation';
import { kept } from '../values/kept';
import { own } from '../values/own';
import { forModel } from './asTool';
import { wantedOf, type Wanted } from './chosen';
import { failed, REQUEST_DETAILS, tell } from './details';
import { filesOf } from './files';
import { inParallel } from './parallel';
import { onceARun, reader, resolve } from './read';
import { completed, toRequest } from './request';
import { toolsOf } from './tools';

/** What a vendor gives the machine: how to send, how many requests may be under way, and how a list reads on. */
export type Api = {
	send: Send;
	concurrency: number;
	/** What a person should know about the run as a whole, once it has ended. */
	hints?(): string[];
	/** Opens a file. Needed where an operation has a `download`. */
	open?: Open;
	/** Elements of a list, page by page as they are read. Needed where an operation has a `list`. */
	list?(send: Send, request: Request, operation: Operation, wanted: Wanted): AsyncIterable<IDataObject>;
	/** What Simplify gives of an element: those members, in that order, as a person reads them. As they are unless given. */
	simplify?(element: IDataObject, members: string[]): IDataObject;
};

/** Makes the `Api` for one run. `stopped` is aborted when the run fails or is cancelled: then nothing more may be sent. */
export type Connect = (context: IExecuteFunctions, stopped: AbortSignal) => Promise<Api>;

async function fetch(
	api: Api,
	send: Send,
	operation: Operation,
	request: Request,
	values: Values,
): Promise<Iterable<IDataObject> | AsyncIterable<IDataObject>> {
	if (operation.perform) return await operation.perform(send, request, values, api);
	if (operation.list && api.list) return api.list(send, request, operation, wantedOf(values));
	const reply: IDataObject | IDataObject[] = await send(request);
	// a few endpoints answer with a bare array
	if (Array.isArray(reply)) return reply;
	const done = request.method === 'DELETE' ? { deleted: true } : { success: true };
	return [Object.keys(reply).length > 0 ? reply : done];
}

function simplified(
	api: Api,
	{ simplify, simplifies }: Operation,
	request: Request,
	values: Values,
	element: IDataObject,
): IDataObject {
	if (!simplify || !values.simplify) return element;
	const meant = simplifies ? simplifies(element, request) : element;
	return (api.simplify ?? kept)(meant, simplify);
}

/** What JavaScript itself throws, which says nothing to a person. */
const bare = [TypeError, RangeError, SyntaxError, URIError, ReferenceError];

const unforeseen = ({ name, message }: Error) =>
	new UserError('Something happened with this item that this node did not foresee', {
		description: `${name}: ${message}. If an expression of yours says this, mend it. Otherwise please report it, with the version of this package and what the item holds`,
	});

/** The error itself, or words for one that has none to act on. */
const foreseen = (error: unknown): Error =>
	error instanceof Error && bare.some((one) => error instanceof one) ? unforeseen(error) : (error as Error);

/** The error of one item, as n8n wants it. Always a new one: items may share the look-up that failed. */
export function atItem(node: INode, error: unknown, itemIndex: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError) {
		const { message, description } = error;
		// made of the error itself it would be that error
		return new NodeOperationError(node, message, { description: description ?? undefined, itemIndex });
	}
	if (!(error instanceof NodeApiError)) return operationError(node, foreseen(error), { itemIndex });
	const { message, description, httpCode, errorResponse } = error;
	return new NodeApiError(node, errorResponse ?? {}, {
		message,
		description: description ?? undefined,
		httpCode: httpCode ?? undefined,
		itemIndex,
	});
}

/** An `Api` for one run. It sends nothing more once the run is cancelled or `stop` is aborted, which `stopped` tells of both. */
export async function begin(
	context: IExecuteFunctions,
	connect: Connect,
): Promise<{ api: Api; stop: AbortController; stopped: AbortSignal }> {
	const stop = new AbortController();
	const stopped = AbortSignal.any([stop.signal, cancelSignal(context) ?? stop.signal]);
	return { api: await connect(context, stopped), stop, stopped };
}

/** Most items whose finding nothing is told of one by one, and most names that one hint lists. */
const MOST_TOLD = 3;
const MOST_NAMES = 10;

/** What was asked for and not found. */
function toldNothing(nothing: string[]): string[] {
	const told = [...new Set(nothing)];
	const more =
		told.length > MOST_TOLD ? [`Nothing was found for ${told.length - MOST_TOLD} other searches`] : [];
	return [...told.slice(0, MOST_TOLD), ...more];
}

/** What was in the items and went nowhere. */
function toldLeftOut(names: string[]): string[] {
	if (names.length === 0) return [];
	const listed = names.slice(0, MOST_NAMES).map((name) => `'${name}'`);
	const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	return [
		`Map Automatically left out ${listed.join(', ')}${more}: there is no attribute of the name, or the form fills it in`,
	];
}

/** Shows in the node's output pane what a person should know about the run that ended. */
export function tellHints(context: IExecuteFunctions, api: Api, more: string[] = []): void {
	const hints = [...(api.hints?.() ?? []), ...more];
	context.addExecutionHints(...hints.map((message) => ({ message, location: 'outputPane' as const })));
}

/** What a request gives, item by item. */
async function* outputs(
	api: Api,
	tools: Tools,
	operation: Operation,
	request: Request,
	values: Values,
): AsyncGenerator<Given> {
	if (operation.download) yield await tools.keep(request, String(values.binaryPropertyName));
	else if (operation.produce) yield* await operation.produce(tools, request, values);
	else
		for await (const element of await fetch(api, tools.send, operation, request, values))
			yield { json: simplified(api, operation, request, values, element) };
}

/** The entry of the operation that the node is set to. */
function chosenIn(context: IExecuteFunctions, resources: Resources): Operation {
	const resource = own(resources, String(context.getNodeParameter('resource', 0)));
	const chosen = String(context.getNodeParameter('operation', 0));
	const operation = own(resource?.operations, chosen);
	if (operation) return operation;
	throw new NodeOperationError(context.getNode(), `There is no operation '${chosen}'`, {
		description: 'Choose the resource and the operation again. Neither takes an expression',
	});
}

/**
 * Runs the chosen operation for every input item: results in the order of the items, each paired with its item.
 * With `continueOnFail` an item that fails gives one item `{ error, message }` and the others go on;
 * without, the first failure ends the run and nothing more is sent.
 */
export async function run(
	this: IExecuteFunctions,
	resources: Resources,
	connect: Connect,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	checkN8n(this.getNode());
	const operation = chosenIn(this, resources);
	const { bounded, fitted, noted } = forModel(this);
	if (operation.runAll) return fitted(await operation.runAll(this, operation, continueOnFail));
	const { api, stop, stopped } = await begin(this, connect);
	const zone = this.getTimezone();
	const once = onceARun();
	const read = reader(this, operation);
	const nothing: string[] = [];
	const leftOut = new Set<string>();

	const runItem = async (json: IDataObject, item: number): Promise<INodeExecutionData[]> => {
		const told = tell();
		const pairedItem = { item };
		try {
			const behind = { send: api.send, once, files: filesOf(this, item) };
			const given = bounded(read(item));
			const values = await resolve(operation, given, behind);
			told.isWanted = Boolean((values[REQUEST_OPTIONS] as Values | null)?.[REQUEST_DETAILS]);
			const tools = toolsOf(this, api, stopped, told.hear);
			const made = toRequest(operation, values, zone, json);
			const request = await completed(operation, made, { values, json, zone, leftOut, ...behind });
			const items: INodeExecutionData[] = [];
			// each as it comes, so that of a long list no more is kept than what is given out
			for await (const one of outputs(api, tools, operation, request, values))
				items.push({ ...one, json: { ...one.json, ...told.about() }, pairedItem });
			if (items.length === 0 && operation.nothing) nothing.push(operation.nothing(given));
			return [...items, ...noted(values, items.length).map((note) => ({ ...note, pairedItem }))];
		} catch (error) {
			const known = atItem(this.getNode(), error, item);
			if (continueOnFail) return [failed(known, item, told.about())];
			stop.abort(known);
			return await Promise.reject(known);
		}
	};

	const results = await inParallel(
		api.concurrency,
		this.getInputData(),
		async ({ json }, item) => await runItem(json, item),
	);
	tellHints(this, api, [...toldNothing(nothing), ...toldLeftOut([...leftOut])]);
	return fitted([results.flat()]);
}
