import type { IExecuteFunctions } from 'n8n-workflow';
import type { Values } from './operation';

/** Most elements that a language model is given: more would fill its context and cost more than they tell. */
const MOST_FOR_A_MODEL = 100;

/**
 * Whether the node runs as an AI agent's tool. n8n calls its tool variant by the node's name with `Tool` behind it, and
 * runs it in an ordinary execute context or in one that says so.
 */
const isTool = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('Tool') || context.isToolExecution();

/** Keeps what a tool gives out within bounds: Return All and Limit stop at 100 elements. Otherwise values stay. */
export function bounds(context: IExecuteFunctions): (values: Values) => Values {
	if (!isTool(context)) return (values) => values;
	return (values) => {
		if (!('returnAll' in values) && !('limit' in values)) return values;
		const limit = values.returnAll ? MOST_FOR_A_MODEL : values.limit;
		return {
			...values,
			returnAll: false,
			limit: Number(limit) > MOST_FOR_A_MODEL ? MOST_FOR_A_MODEL : limit,
		};
	};
}
