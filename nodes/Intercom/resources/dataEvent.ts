import { UserError } from 'n8n-workflow';
import type { Field, Resource, Values } from '../../core/table/operation';
import { typed } from '../../core/values/typed';
import { additional, choose, flag, number, text, time } from '../fields/fields';
import { pick } from '../fields/picks';
import { needs } from '../connection/permissions';

/** Whose event it is: Intercom's id (`as` in the request), your own id, or the email. */
const whose = (to: 'body' | 'query', as: string): Field[] => [
	choose(
		'identifyBy',
		'Contact By',
		{ id: 'Contact', user_id: 'External ID', email: 'Email' },
		{ to: undefined, description: 'By external ID or email no look-up is needed; leads go by Contact' },
	),
	pick('contact', { to, as, show: { identifyBy: ['id'] } }),
	text('user_id', 'External ID', {
		to,
		required: true,
		placeholder: 'e.g. 42',
		show: { identifyBy: ['user_id'] },
	}),
	text('email', 'Email', {
		to,
		required: true,
		placeholder: 'e.g. ada@example.com',
		show: { identifyBy: ['email'] },
	}),
];

const eventName = text('event_name', 'Event Name', {
	required: true,
	placeholder: 'e.g. updated-plan',
	description: 'A verb in the past tense and a noun read best',
});

/** Keys of an event's metadata that Intercom keeps; it drops the others without a word. */
const MOST_KEYS = 10;

function metadataFrom(value: unknown): Values | undefined {
	const metadata = typed(value);
	const count = Object.keys(metadata ?? {}).length;
	if (count <= MOST_KEYS) return metadata;
	throw new UserError(`The event has ${count} metadata values, and Intercom keeps ${MOST_KEYS}`, {
		description: 'Leave some out, or send two events',
	});
}

export const dataEvent: Resource = {
	name: 'Data Event',
	permission: needs('Read events', 'Write events'),
	preset: 'create',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a data event',
			description: 'Record that a contact did something; the same contact, name and second count once',
			request: 'POST /events',
			fields: [
				eventName,
				...whose('body', 'id'),
				time('created_at', 'Created At', {
					required: true,
					default: '={{ $now.toISO() }}',
					description: 'When it happened',
				}),
				additional({
					displayName: 'Metadata',
					name: 'metadata',
					type: 'assignmentCollection',
					default: {},
					to: 'body',
					convert: metadataFrom,
					description: 'Up to 10 values; a name that ends in _date is shown as a date and takes Unix seconds',
				}),
			],
			// Intercom drops the same event when it comes again
			build: (request) => ({ ...request, repeatable: true }),
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many data events of a contact',
			description: 'Get the events of the last 90 days of one contact, or how often each came',
			request: 'GET /events',
			fields: [
				...whose('query', 'intercom_user_id'),
				flag('summary', 'Summary', 'Whether to give one item per event name, with its count'),
			],
			build: (request) => ({ ...request, query: { type: 'user', ...request.query } }),
			list: 'events',
		},
		createSummary: {
			name: 'Create Summary',
			action: 'Create an event summary',
			description: 'Set how often an event happened to a user, and when first and last',
			request: 'POST /events/summaries',
			fields: [
				text('user_id', 'External ID', { required: true, placeholder: 'e.g. 42' }),
				{ ...eventName, as: 'event_summaries.event_name' },
				number('count', 'Count', {
					as: 'event_summaries.count',
					default: 1,
					typeOptions: { minValue: 1, numberPrecision: 0 },
				}),
				time('first', 'First At', { as: 'event_summaries.first' }),
				time('last', 'Last At', { as: 'event_summaries.last' }),
			],
		},
	},
};
