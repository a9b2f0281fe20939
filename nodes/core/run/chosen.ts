import { UserError } from 'n8n-workflow';
import { REQUEST_OPTIONS } from '../table/fields';
import type { Field, Values } from '../table/operation';
import { own } from '../values/own';
import { isEmpty, numberIn, shown } from '../values/plain';

/** How many elements are wanted. Throws a `UserError` for a limit that is none. */
export function limitOf({ returnAll: all, limit: most }: Values): number {
	if (all) return Infinity;
	const wanted = numberIn(most) ?? 0;
	if (wanted >= 1) return Math.trunc(wanted);
	throw new UserError(`Limit is '${shown(most)}'`, {
		description: 'Give a whole number of 1 or more, or switch Return All on',
	});
}

/** Whether the user can see the field. One that is hidden takes no part, whatever it held before. */
export const isShown = ({ show = {} }: Field, values: Values): boolean =>
	Object.entries(show).every(([name, wanted]) => wanted.includes(own(values, name) as string | boolean));

/** How much of a list is wanted: at most so many elements, and so many on a page where the user says so. */
export type Wanted = { limit: number; pageSize?: number };

/** Name of the option for the size of a page. */
export const PAGE_SIZE = 'pageSize';

/** What the parameters say of a list. Throws a `UserError` for a limit or a page size that is none. */
export function wantedOf(values: Values): Wanted {
	const limit = limitOf(values);
	const size = own(values[REQUEST_OPTIONS] as Values | null, PAGE_SIZE);
	if (isEmpty(size)) return { limit };
	const pageSize = numberIn(size) ?? 0;
	if (pageSize >= 1) return { limit, pageSize: Math.trunc(pageSize) };
	throw new UserError(`Page Size is '${shown(size)}'`, { description: 'Give a whole number of 1 or more' });
}
