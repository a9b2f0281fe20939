import { UserError } from 'n8n-workflow';
import { isDate, shown } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';

/** Milliseconds before and after 1970 that a date can be. Source: ECMAScript, time values. */
const FARTHEST = 8.64e15;

/** Seconds or milliseconds since 1970: those have 13 digits until the year 2286. */
const scaled = (number: number): number => (Math.abs(number) >= 1e11 ? number : number * 1000);

/** Fewer digits are a year or a day (2026, 20260225), which nobody means as seconds. */
const UNIX = /^\d{9,16}(\.\d{1,9})?$/;

function instantIn(value: unknown, zone: string): number | undefined {
	if (isDate(value)) return value.valueOf();
	if (typeof value === 'number') return scaled(value);
	if (typeof value !== 'string') return undefined;
	return UNIX.test(value.trim()) ? scaled(Number(value)) : toInstant(value, zone);
}

function toMilliseconds(value: unknown, zone: string, name?: string): number {
	const ms = instantIn(value, zone);
	if (ms !== undefined && Math.abs(ms) <= FARTHEST) return ms;
	const given = `'${shown(value)}'`;
	throw new UserError(name ? `'${name}' is ${given}, which is not a date` : `${given} is not a date`, {
		description: 'Give a date such as 2026-02-25T09:33:20Z, or Unix seconds',
	});
}

/**
 * A date, ISO text or Unix time → Unix seconds, as Intercom wants times. A date without zone is meant in `zone`. Throws
 * a `UserError` for what is no date, which tells `name`, what the user calls it.
 */
export const toUnixSeconds = (value: unknown, zone: string, name?: string): number =>
	Math.trunc(toMilliseconds(value, zone, name) / 1000);

/** The same as ISO text in UTC with milliseconds, where Intercom wants that. */
export const toIso = (value: unknown, zone: string): string =>
	new Date(toMilliseconds(value, zone)).toISOString();
