import { tryToParseDateTime } from 'n8n-workflow';

const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;

/**
 * A date as a person or an expression gives it → Unix milliseconds, or `undefined` if it is none. A date without a
 * zone, as n8n's date picker writes it, is meant in `zone`, the workflow's (IANA name).
 */
export function toInstant(value: unknown, zone: string): number | undefined {
	if (value instanceof Date) return value.getTime();
	const text = String(value).trim();
	const ms = WITHOUT_ZONE.test(text) ? tryToParseDateTime(text, zone).toMillis() : Date.parse(text);
	return Number.isNaN(ms) ? undefined : ms;
}
