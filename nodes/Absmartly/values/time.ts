import { UserError } from 'n8n-workflow';
import { isDate, numberIn, shown } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';
import { textOf } from './text';

/** Milliseconds since 1970 of 2010-01-01 and 2050-01-01: what ABsmartly's own Segment integration takes for plausible. */
const EARLIEST = 1_262_304_000_000;
const LATEST = 2_524_608_000_000;

const refuse = (text: string, label: string, why: string) =>
	new UserError(`${label} ${text && `'${shown(text)}' `}${why}`, {
		description:
			'Give the time of the event as ISO 8601 (2026-02-25T09:33:20Z), Unix seconds or Unix milliseconds',
	});

/** Seconds have 10 digits from 2001 to 2286, milliseconds 13, microseconds 16. */
const scaled = (number: number): number =>
	number < 1e11 ? number * 1000 : number < 1e14 ? number : number / 1000;

/**
 * Any usual way to write a time → integer Unix milliseconds. A date without zone is meant in `zone`, the workflow's.
 * Never "now": a goal without a time of its own is refused, as is one before 2010 or after 2050 (a wrong unit that the
 * collector would accept and never attribute).
 */
export function toMilliseconds(value: unknown, zone: string, label = 'Achieved At'): number {
	const date = isDate(value) ? value.valueOf() : undefined;
	const text = textOf(date ?? value);
	if (text === '') throw refuse('', label, 'is empty');
	if (text === undefined) throw refuse('', label, 'is not a time');
	const number = numberIn(text);
	const ms = date ?? (number === undefined ? toInstant(text, zone) : scaled(number));
	if (ms === undefined || !Number.isFinite(ms)) throw refuse(text, label, 'is not a time');
	if (ms < EARLIEST || ms > LATEST) throw refuse(text, label, 'lies outside 2010 to 2050');
	return Math.trunc(ms);
}
