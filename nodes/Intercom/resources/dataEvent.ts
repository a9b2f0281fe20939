import { UserError } from 'n8n-workflow';
import { isObject } from '../../core/run/request';
import type { Field, Resource, Values } from '../../core/table/operation';
import { asNumber, isDate, isScalar, shown } from '../../core/values/plain';
import { typed } from '../../core/values/typed';
import { needs } from '../connection/permissions';
import { additional, choose, flag, identifier, number, text, time } from '../fields/fields';
import { pick } from '../fields/picks';
import { toUnixSeconds } from '../transport/times';

/** Whose event it is: Intercom's id (`as` in the request), your own id, or the email. */
const whose = (to: 'body' | 'query', as: string): Field[] => [
	choose(
		'identifyBy',
		'Contact By',
		{ id: 'Contact', user_id: 'External ID', email: 'Email' },
		{ to: undefined, description: 'By external ID or email no look-up is needed; leads go by Contact' },
	),
	pick('contact', { to, as, show: { identifyBy: ['id'] } }),
	identifier('user_id', 'External ID', {
		to,
		required: true,
		placeholder: 'e.g. 42',
		show: { identifyBy: ['user_id'] },
	}),
	identifier('email', 'Email', {
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

/** Links and amounts, which alone are objects, by their members. Source: Intercom API 2.14, createDataEvent. */
const shapes = ['url,value', 'amount,currency'];

/** A date as people write it: of a name that says date, a text that is none stays a text. */
const DATE = /^\s*\d{4}-\d{2}-\d{2}/;

function metadatum(name: string, value: unknown, zone: string): unknown {
	if (value === null) return value;
	if (/_(date|at)$/.test(name) && (isDate(value) || DATE.test(String(value as string))))
		return toUnixSeconds(value, zone, name);
	if (isScalar(value)) return value;
	const members = isObject(value) ? value : {};
	const isKnown = shapes.includes(Object.keys(members).sort().join());
	if (!isKnown || !Object.values(members).every(isScalar)) {
		throw new UserError(`'${name}' is ${shown(value)}, which no metadata of an event can be`, {
			description:
				'Give one text, number, yes or no, a link {"url": …, "value": …} or an amount {"amount": cents, "currency": "usd"}',
		});
	}
	return 'amount' in members ? { ...members, amount: asNumber(`${name}.amount`, members.amount) } : members;
}

function metadataFrom(value: unknown, zone: string): Values | undefined {
	const metadata = typed(value);
	const count = Object.keys(metadata ?? {}).length;
	if (count <= MOST_KEYS)
		return (
			metadata &&
			Object.fromEntries(Object.entries(metadata).map(([name, one]) => [name, metadatum(name, one, zone)]))
		);
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
					description:
						'Up to 10 values; a name that ends in _date is shown as a date and takes ISO 8601 or Unix seconds',
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
				identifier('user_id', 'External ID', { required: true, placeholder: 'e.g. 42' }),
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
