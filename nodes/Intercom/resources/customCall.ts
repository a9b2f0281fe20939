import { requestDetails } from '../../core/run/details';
import { limit, returnAll } from '../../core/table/fields';
import type { Field, Resource } from '../../core/table/operation';
import { choose, text } from '../fields/fields';
import { call } from '../operations/customCall';

const writing = ['DELETE', 'PATCH', 'POST', 'PUT'];

const specify = (name: string, displayName: string, show?: Field['show']): Field =>
	choose(name, displayName, { pairs: 'Using Fields Below', json: 'Using JSON' }, { to: undefined, show });

const pairs = (name: string, displayName: string, show: Field['show']): Field => ({
	displayName,
	name,
	type: 'assignmentCollection',
	default: {},
	show,
});

// whatever the endpoint takes: that is the point of this operation
const json = (name: string, displayName: string, show: Field['show']): Field => ({
	displayName,
	name,
	type: 'json',
	default: '{}',
	show,
});

export const customCall: Resource = {
	name: 'API Call',
	permission:
		'Needs whatever permission the endpoint needs. For what has an operation of its own, that operation is the easier way.',
	preset: 'send',
	operations: {
		send: {
			name: 'Send',
			action: 'Make any API call',
			description:
				'Send a request to any path of Intercom’s API, with this node’s credential, region, rate limit and retries',
			fields: [
				choose(
					'method',
					'Method',
					{ GET: 'GET', DELETE: 'DELETE', PATCH: 'PATCH', POST: 'POST', PUT: 'PUT' },
					{ to: undefined },
				),
				text('path', 'Path', {
					to: undefined,
					required: true,
					placeholder: 'e.g. /contacts/6762f0dd1bb69f9f2193bbf8',
					description: 'Path on Intercom’s API host, without host and query',
				}),
				specify('specifyQuery', 'Specify Query'),
				pairs('query', 'Query Parameters', { specifyQuery: ['pairs'] }),
				json('queryJson', 'Query (JSON)', { specifyQuery: ['json'] }),
				specify('specifyBody', 'Specify Body', { method: writing }),
				pairs('requestBody', 'Body Parameters', { method: writing, specifyBody: ['pairs'] }),
				json('bodyJson', 'Body (JSON)', { method: writing, specifyBody: ['json'] }),
				text('apiVersion', 'API Version', {
					to: undefined,
					placeholder: 'e.g. 2.16',
					description: 'Sent as Intercom-Version, in place of the version of the credential',
				}),
				choose('result', 'Result', { reply: 'Whole Reply', list: 'One Item per Element' }, { to: undefined }),
				text('listKey', 'List Key', {
					to: undefined,
					required: true,
					default: 'data',
					placeholder: 'e.g. data',
					description: 'Name of the array in the reply; dots lead inwards, such as data.articles',
					show: { result: ['list'] },
				}),
				{ ...returnAll, show: { result: ['list'] } },
				{ ...limit, show: { result: ['list'], returnAll: [false] } },
			],
			readOnly: false,
			perform: call,
			options: [requestDetails],
		},
	},
};
