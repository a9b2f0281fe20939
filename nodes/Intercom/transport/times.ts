import { UserError } from 'n8n-workflow';
import { toInstant } from '../../core/values/time';

function toMilliseconds(value: unknown, zone: string, name?: string): number {
	const number = typeof value === 'number' || /^\s*\d+(\.\d+)?\s*$/.test(String(value)) ? Number(value) : NaN;
	// milliseconds have 13 digits until the year 2286
	const ms = Number.isNaN(number) ? toInstant(value, zone) : number >= 1e11 ? number : number * 1000;
	if (ms !== undefined) return ms;
	const given = `'${String(value)}'`;
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
