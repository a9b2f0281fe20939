import type { IDataObject } from 'n8n-workflow';
import { outOfDate } from '../../../nodes/Intercom/webhook/age';
import type { Notification } from '../../../nodes/Intercom/webhook/payload';
import { conversation, notification } from './notifications';

const NOW = 1_768_000_600;
const told = (more: IDataObject, minutes = 5) =>
	outOfDate(
		notification('conversation.user.created', conversation(), more) as Notification,
		minutes,
		NOW * 1000,
	);

it.each<[string, IDataObject]>([
	['just now', { first_sent_at: NOW }],
	['5 minutes ago', { first_sent_at: NOW - 300 }],
	['again after a minute, of which the first time counts', { first_sent_at: NOW - 61, delivery_attempts: 2 }],
	['by a clock that is ahead', { first_sent_at: NOW + 299 }],
	['without a first time, by when it was made', { first_sent_at: 0, created_at: NOW }],
	['by its first time, however long it had waited', { first_sent_at: NOW, created_at: 1 }],
])('takes what was sent %s', (_, more) => {
	expect(told(more)).toBeUndefined();
	expect(told(more, 0)).toBeUndefined();
});

it.each<[string, IDataObject, RegExp]>([
	['12 minutes ago', { first_sent_at: NOW - 725 }, /^it was first sent 12 minutes ago, .* Age is 5$/],
	['a second too long ago', { first_sent_at: NOW - 301 }, /^it was first sent 5 minutes ago/],
	['in the future', { first_sent_at: NOW + 86_400 }, /^it was first sent 1440 minutes from now/],
	['nobody knows when', { first_sent_at: null, created_at: 'x' }, /does not say when/],
	['when no time is', { first_sent_at: { a: 1 }, created_at: -5 }, /does not say when/],
])('leaves out what was sent %s, and takes it at any age', (_, more, reason) => {
	expect(told(more)).toMatch(reason);
	expect(told(more, 0)).toBeUndefined();
});
