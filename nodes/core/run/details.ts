import type { IDataObject, INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Field, Hear, Sent } from '../table/operation';

/** Name of the option that has each item tell how it came about. */
export const REQUEST_DETAILS = 'requestDetails';

export const requestDetails: Field = {
	displayName: 'Request Details',
	name: REQUEST_DETAILS,
	type: 'boolean',
	default: false,
	description:
		'Whether each item tells in _request how it came about: server, method, path, status, request ID, attempts and what the rate limit has left; of several requests the last, and their number. For an item that failed it stands in message.',
};

/** What became of an item's requests, where that is wanted. */
export type Told = {
	isWanted: boolean;
	hear: Hear;
	/** `{ _request }`, or nothing. */
	about(): IDataObject;
};

/** Keeps what became of an item's requests. */
export function tell(): Told {
	let last: Sent | undefined;
	let requests = 0;
	return {
		isWanted: false,
		hear(sent) {
			last = sent;
			requests++;
		},
		about() {
			return this.isWanted && last ? { _request: { ...last, requests } } : {};
		},
	};
}

/**
 * What an item gives that failed under Continue On Fail: `error` says what happened, `message` holds what to do
 * (`description`) and whatever else is known. n8n takes an item for an error by these two members alone, and sends it to
 * the error output; any other member beside them would make a success of it. Source: n8n-core from 1.88 to 2.41,
 * handleNodeErrorOutput.
 */
export const failed = (
	{ message, description }: NodeApiError | NodeOperationError,
	item: number,
	more: IDataObject = {},
): INodeExecutionData => ({
	json: { error: message, message: { ...(description && { description }), ...more } },
	pairedItem: { item },
});
