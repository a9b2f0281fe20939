import type { IExecuteFunctions } from 'n8n-workflow';
import { limitOf } from '../table/fields';
import type { Given, Values } from '../table/operation';

/** Most elements that a language model is given: more would fill its context and cost more than they tell. */
const MOST_FOR_A_MODEL = 100;

/**
 * Whether the node runs as an AI agent's tool. n8n calls its tool variant by the node's name with `Tool` behind it, and
 * runs it in an ordinary execute context or in one that says so.
 */
const isTool = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('Tool') || context.isToolExecution();

/** What is different where a language model reads the result. */
export type ForModel = {
	/** Keeps the number of elements within bounds: Return All and Limit stop at 100. */
	bounded(values: Values): Values;
	/** One item more where the elements end at the limit: n8n gives a model no hints, so it would take them for all. */
	noted(values: Values, count: number): Given[];
};

const asItIs: ForModel = { bounded: (values) => values, noted: () => [] };

/** Nothing differs where no model reads the result, nor for an operation without a limit. */
export function forModel(context: IExecuteFunctions): ForModel {
	if (!isTool(context)) return asItIs;
	// both are null where the choice of another field hides them
	const isLimited = ({ returnAll = null, limit = null }: Values): boolean =>
		returnAll === true || limit !== null;
	return {
		bounded(values) {
			if (!isLimited(values)) return values;
			const limit = values.returnAll ? MOST_FOR_A_MODEL : values.limit;
			return {
				...values,
				returnAll: false,
				limit: Number(limit) > MOST_FOR_A_MODEL ? MOST_FOR_A_MODEL : limit,
			};
		},
		noted: (values, count) =>
			isLimited(values) && count >= limitOf(values)
				? [{ json: { _truncated: `These are the first ${count} results; there may be more` } }]
				: [],
	};
}
