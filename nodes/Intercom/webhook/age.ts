import { firstTime, toMs, type Notification } from './payload';

const MINUTE_MS = 60_000;

/**
 * Why a notification is not of these days, as its first sending tells; undefined where it is, or where any age will do (0
 * minutes). Intercom's signature holds no time, so that whoever has a delivery can send it again. `now` in Unix
 * milliseconds.
 */
export function outOfDate(
	{ first_sent_at, created_at }: Notification,
	minutes: number,
	now: number,
): string | undefined {
	if (minutes <= 0) return undefined;
	const sentAt = toMs(firstTime(first_sent_at, created_at));
	if (sentAt === undefined)
		return 'it does not say when it was sent, and this trigger has a Max Delivery Age';
	const age = Math.abs(now - sentAt) / MINUTE_MS;
	if (age <= minutes) return undefined;
	return `it was first sent ${Math.floor(age)} minutes ${sentAt < now ? 'ago' : 'from now'}, and Max Delivery Age is ${minutes}`;
}
