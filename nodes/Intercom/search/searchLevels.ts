import { MAX_FILTERS, tooMany } from './searchCheck';
import type { Query } from './searchDays';

/** Intercom takes groups in two levels. A filter of the form may itself be a group (a day is two times): these fit them in, whatever is asked the same. */

type Operator = 'AND' | 'OR';

const membersOf = (query: Query, operator: Operator): Query[] =>
	'field' in query || query.operator !== operator ? [query] : query.value;

export const grouped = (operator: Operator, members: Query[]): Query =>
	members.length === 1 ? members[0] : { operator, value: members };

/** Filters side by side: those that are groups of the same kind merge into them. */
export const flat = (operator: Operator, filters: Query[]): Query[] =>
	filters.flatMap((filter) => membersOf(filter, operator));

/** (a and b) or c, as a part of "and": (a or c) and (b or c). */
function distributed(alternatives: Query[]): Query[] {
	const parts = alternatives.map((one) => membersOf(one, 'AND'));
	const count = parts.reduce((product, part) => product * part.length, 1);
	if (count > MAX_FILTERS) throw tooMany(count);
	return parts
		.reduce<Query[][]>((all, part) => all.flatMap((one) => part.map((member) => [...one, member])), [[]])
		.map((members) => grouped('OR', members));
}

/** A group of the user's own as members of what stands around it. */
export function within(operator: Operator, group: Query): Query[] {
	const isDeep = !('field' in group) && group.value.some((member) => !('field' in member));
	if (!isDeep) return [group];
	if (group.operator === operator) return group.value;
	return operator === 'AND' ? distributed(group.value) : [group];
}

/** More filters side by side than Intercom takes in one group: in groups of the same kind, which ask the same. */
export function packed(query: Query): Query {
	if ('field' in query || query.value.length <= MAX_FILTERS) return query;
	const { operator, value } = query;
	const filters = value.filter((member) => 'field' in member);
	const groups = value.filter((member) => !('field' in member));
	const count = Math.ceil(filters.length / MAX_FILTERS);
	const packs = Array.from({ length: count }, (_, index) =>
		grouped(operator, filters.slice(index * MAX_FILTERS, (index + 1) * MAX_FILTERS)),
	);
	return { operator, value: [...packs, ...groups] };
}
