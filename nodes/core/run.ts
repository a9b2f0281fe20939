import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Operation, Request, Resources, Send, Values } from './operation';
import { inParallel } from './parallel';
import { read, resolvePickers, type Found } from './read';
import { toRequest } from './request';

/** What a vendor gives the machine: how to send, how a list reads on, and how many requests may be under way. */
export type Api = {
	send: Send;
	/** Elements of a list, at most `limit`, page by page. */
	list(request: Request, operation: Operation, limit: number): Promise<IDataObject[]>;
	concurrency: number;
};

async function fetch(
	api: Api,
	operation: Operation,
	request: Request,
	values: Values,
): Promise<IDataObject[]> {
	if (operation.perform) return await operation.perform(api.send, request, values);
	if (operation.list)
		return await api.list(request, operation, values.returnAll ? Infinity : Number(values.limit));
	const reply = await api.send(request);
	const done = request.method === 'DELETE' ? { deleted: true } : { success: true };
	return [Object.keys(reply).length > 0 ? reply : done];
}

const simplified = ({ simplify }: Operation, values: Values, element: IDataObject): IDataObject =>
	simplify && values.simplify
		? Object.fromEntries(simplify.filter((key) => key in element).map((key) => [key, element[key]]))
		: element;

/** One error class for n8n, carrying the item it belongs to. An API error is built where the reply is; it only learns its item here. */
function atItem(node: INode, error: unknown, itemIndex: number): NodeApiError | NodeOperationError {
	if (!(error instanceof NodeApiError)) return new NodeOperationError(node, error as Error, { itemIndex });
	error.context.itemIndex = itemIndex;
	return error;
}

const failed = (error: NodeApiError | NodeOperationError, item: number): INodeExecutionData => ({
	json: { error: error.message, ...(error.description && { details: error.description }) },
	error,
	pairedItem: { item },
});

/**
 * Runs the chosen operation for every input item: results in the order of the items, each paired with its item.
 * With `continueOnFail` an item that fails gives one item `{ error, details }` and the others go on;
 * without, the first failure stops the run and nothing more is sent.
 */
export async function run(
	this: IExecuteFunctions,
	resources: Resources,
	api: Api,
	continueOnFail: boolean,
): Promise<INodeExecutionData[][]> {
	const resource = this.getNodeParameter('resource', 0) as string;
	const operation = resources[resource].operations[this.getNodeParameter('operation', 0) as string];
	const found: Found = new Map();

	const runItem = async (item: number): Promise<INodeExecutionData[]> => {
		try {
			const values = await resolvePickers(operation, read(this, operation, item), api.send, found);
			const elements = await fetch(api, operation, toRequest(operation, values), values);
			return elements.map((element) => ({
				json: simplified(operation, values, element),
				pairedItem: { item },
			}));
		} catch (error) {
			const known = atItem(this.getNode(), error, item);
			if (continueOnFail) return [failed(known, item)];
			return await Promise.reject(known);
		}
	};

	const results = await inParallel(
		api.concurrency,
		this.getInputData(),
		async (_, item) => await runItem(item),
	);
	return [results.flat()];
}
