import { UserError } from 'n8n-workflow';
import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { splitList, textList } from '../fields/fields';
import { pick } from '../fields/picks';

const simplify = [
	'direction',
	'state',
	'phone',
	'initiated_at',
	'ended_at',
	'ended_reason',
	'conversation_id',
	'admin_id',
	'contact_id',
	'id',
];

const thisCall = pick('call');

/** Intercom takes 20 conversations at once. Source: Intercom API 2.14, listCallsWithTranscripts. */
function atMost20(value: unknown): string[] | undefined {
	const ids = splitList(value);
	if (!ids || ids.length <= 20) return ids;
	throw new UserError(`There are ${ids.length} conversations, and Intercom takes 20 at once`, {
		description: 'Give fewer conversation IDs for each item',
	});
}

export const call: Resource = {
	name: 'Call',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a call',
			request: 'GET /calls/{call_id}',
			fields: [thisCall],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many calls',
			request: 'GET /calls',
			list: 'data',
			perPage: 25,
			simplify,
		},
		search: {
			name: 'Search by Conversation',
			action: 'Search calls by conversation',
			description: 'Get the calls of some conversations, with their transcripts',
			request: 'POST /calls/search',
			fields: [
				textList('conversation_ids', 'Conversation IDs', {
					required: true,
					convert: atMost20,
					placeholder: 'e.g. 215000000000001, 215000000000002',
					description: 'Up to 20 IDs, separated by commas',
				}),
			],
			list: 'data',
			simplify: [...simplify.filter((key) => !key.startsWith('ended_')), 'transcript', 'transcript_status'],
		},
		getRecording: {
			name: 'Get Recording',
			action: 'Get the recording of a call',
			request: 'GET /calls/{call_id}/recording',
			fields: [thisCall],
			download: true,
		},
		getTranscript: {
			name: 'Get Transcript',
			action: 'Get the transcript of a call',
			request: 'GET /calls/{call_id}/transcript',
			fields: [thisCall],
			download: true,
		},
	},
};
