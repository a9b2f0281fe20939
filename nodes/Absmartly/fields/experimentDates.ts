import { UserError } from 'n8n-workflow';
import type { Field, Values } from '../../core/table/operation';
import { isEmpty, shown } from '../../core/values/plain';
import { toInstant } from '../../core/values/time';
import { choice } from './fields';

/** When experiments were created, started and so on. Source: the command line tool @absmartly/cli 1.14.0. */
export const dates: Field = {
	displayName: 'Dates',
	name: 'dates',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Date',
	default: {},
	options: [
		{
			displayName: 'Date',
			name: 'date',
			values: [
				choice(
					'When It Was',
					'what',
					[
						['Created', 'created_at'],
						['Set Full On', 'full_on_at'],
						['Started', 'started_at'],
						['Stopped', 'stopped_at'],
						['Updated', 'updated_at'],
					],
					{ to: undefined },
				),
				{ displayName: 'From', name: 'from', type: 'dateTime', default: '' },
				{ displayName: 'To', name: 'to', type: 'dateTime', default: '' },
			],
		},
	],
};

/** In place of a date that may be any. Source: the command line tool. */
const ANY_TIME = 0;

const backwards = (...range: number[]) => {
	const [from, to] = range.map((one) => new Date(one).toISOString());
	return new UserError(`Dates: From (${from}) is after To (${to})`, {
		description: 'Nothing lies between them. Swap them, or leave one of them blank',
	});
};

function ms(value: unknown, zone: string): number {
	if (isEmpty(value)) return ANY_TIME;
	const instant = toInstant(value, zone);
	if (instant !== undefined) return instant;
	throw new UserError(`Dates: '${shown(value)}' is not a date`, {
		description: 'Give a date such as 2026-02-25T09:33:20Z, or leave it blank for any time',
	});
}

/** Rows of Dates → `from,to` by what they are about. Several about one thing narrow it down together. */
export function rangesOf(rows: Values[], zone: string): Map<unknown, string> {
	const ranges = new Map<unknown, [from: number, to: number]>();
	for (const { what, from, to } of rows) {
		const [start, end] = [ms(from, zone), ms(to, zone)];
		if (start === ANY_TIME && end === ANY_TIME) continue;
		const [earliest, latest] = ranges.get(what) ?? [ANY_TIME, ANY_TIME];
		const ends = [latest, end].filter((one) => one !== ANY_TIME);
		ranges.set(what, [Math.max(earliest, start), ends.length > 0 ? Math.min(...ends) : ANY_TIME]);
	}
	for (const [start, end] of ranges.values())
		if (end !== ANY_TIME && start > end) throw backwards(start, end);
	return new Map([...ranges].map(([what, range]) => [what, range.join(',')]));
}
