import type { IDataObject } from 'n8n-workflow';
import type { Field, Hear, Sent } from '../table/operation';

/** Name of the option that has each item tell how it came about. */
export const REQUEST_DETAILS = 'requestDetails';

export const requestDetails: Field = {
	displayName: 'Request Details',
	name: REQUEST_DETAILS,
	type: 'boolean',
	default: false,
	description:
		'Whether each item tells in _request how it came about: server, method, path, status, request ID, attempts and what the rate limit has left; of several requests the last, and their number',
};

/** Keeps what became of an item's requests, and puts it on the item's JSON as `_request` where that is wanted. */
export function tell(): { isWanted: boolean; hear: Hear; on(json: IDataObject): IDataObject } {
	let last: Sent | undefined;
	let requests = 0;
	return {
		isWanted: false,
		hear(sent) {
			last = sent;
			requests++;
		},
		on(json) {
			return this.isWanted && last ? { ...json, _request: { ...last, requests } } : json;
		},
	};
}
