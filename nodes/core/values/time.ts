import { tryToParseDateTime } from 'n8n-workflow';

const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?$/;

/** No date is written in more characters. */
const LONGEST = 100;

const CLOCK = /\d:\d\d/;
const ZONE = /(?:z|gmt|utc|[+-]\d\d:?\d\d)$/i;
const ZONE_NAME = / \([^()]{1,60}\)$/;

/** `…T06:13:20Z`, `… 06:13:20 GMT`, `… 06:13:20 GMT+0000 (Coordinated Universal Time)`, `…T07:13:20+01:00`. */
function hasZone(text: string): boolean {
	const bare = text.replace(ZONE_NAME, '');
	const clock = CLOCK.exec(bare);
	const zone = ZONE.exec(bare);
	return clock !== null && zone !== null && clock.index + clock[0].length <= zone.index;
}

/** Whether the day that a text begins with is in the calendar: both parsers make 2 March of 30 February. */
function isInCalendar(text: string): boolean {
	const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
	if (!day) return true;
	const [year, month, date] = day.slice(1).map(Number);
	return new Date(Date.UTC(year, month - 1, date)).getUTCMonth() === month - 1;
}

function toInstantIn(zone: string, text: string): number {
	try {
		return tryToParseDateTime(text, zone).toMillis();
	} catch {
		return NaN;
	}
}

/**
 * A date as a person or an expression gives it → Unix milliseconds, or `undefined` if it is none. A date without a
 * zone, as n8n's date picker writes it, is meant in `zone`, the workflow's (IANA name). Other texts must name their
 * zone: `Date.parse` would read them in that of this machine, and makes a date of almost anything with a number in it.
 */
export function toInstant(value: unknown, zone: string): number | undefined {
	if (value instanceof Date) return value.getTime();
	const text = String(value);
	return text.length > LONGEST ? undefined : instantIn(text.trim(), zone);
}

function instantIn(text: string, zone: string): number | undefined {
	if (!isInCalendar(text)) return undefined;
	const ms = WITHOUT_ZONE.test(text) ? toInstantIn(zone, text) : hasZone(text) ? Date.parse(text) : NaN;
	return Number.isNaN(ms) ? undefined : ms;
}

/** The calendar day of an instant in `zone` (IANA name): its first millisecond and the next day's, Unix milliseconds. */
export function dayOf(ms: number, zone: string): [start: number, next: number] {
	const start = tryToParseDateTime(new Date(ms).toISOString()).setZone(zone).startOf('day');
	// a day that begins at 1:00, as some do, ends at midnight all the same
	return [start.toMillis(), start.plus({ days: 1 }).startOf('day').toMillis()];
}
