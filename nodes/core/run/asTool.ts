import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isTool } from '../n8n/context';
import { REQUEST_OPTIONS } from '../table/fields';
import type { Field, Given, Values } from '../table/operation';
import { own } from '../values/own';
import { numberIn } from '../values/plain';
import { within } from './budget';
import { limitOf } from './chosen';

/** Most elements that a language model is given: more would fill its context and cost more than they tell. */
const MOST_FOR_A_MODEL = 100;

/** Most characters of JSON that a language model is given, unless the option says otherwise. */
const CHARACTERS_FOR_A_MODEL = 50_000;

/** Less would hold nothing of what was asked for. */
const LEAST_CHARACTERS = 1_000;

export const toolCharacters: Field = {
	displayName: 'AI Result Size (Characters)',
	name: 'toolCharacters',
	type: 'number',
	typeOptions: { minValue: LEAST_CHARACTERS },
	default: CHARACTERS_FOR_A_MODEL,
	description:
		'How much an AI agent gets at most that uses this node as a tool. Of more it gets the newest, long texts are cut, and _truncated says what is missing. It changes nothing anywhere else.',
};

function budgetOf(context: IExecuteFunctions): number {
	const options = context.getNodeParameter(REQUEST_OPTIONS, 0, {}) as Values;
	return Math.max(LEAST_CHARACTERS, numberIn(own(options, toolCharacters.name)) ?? CHARACTERS_FOR_A_MODEL);
}

/** What is different where a language model reads the result. */
export type ForModel = {
	/** Keeps the number of elements within bounds: Return All and Limit stop at 100. */
	bounded(values: Values): Values;
	/** Keeps the size of the whole within bounds: 50,000 characters, or as many as the option says. */
	fitted(outputs: INodeExecutionData[][]): INodeExecutionData[][];
	/** One item more where the elements end at the limit: n8n gives a model no hints, so it would take them for all. */
	noted(values: Values, count: number): Given[];
};

const asItIs: ForModel = { bounded: (values) => values, fitted: (outputs) => outputs, noted: () => [] };

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
		fitted: (outputs) => outputs.map((items) => within(budgetOf(context), items)),
		noted: (values, count) =>
			isLimited(values) && count >= limitOf(values)
				? [{ json: { _truncated: `These are the first ${count} results; there may be more` } }]
				: [],
	};
}
