import {
	fewest,
	memberMisfits,
	queriesOf,
	type Fact,
	type Members,
	type Shape,
} from '../../../facts/requests';
import { ApiError, invalid, missing } from '../errors';
import type { Json } from '../types';

/** A query has text only: what it stands for. */
function read(text: unknown, { type, items }: Shape): unknown {
	if (type === 'array')
		return String(text)
			.split(',')
			.map((part) => read(part, items ?? {}));
	if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
	return (type === 'integer' || type === 'number') && text !== '' ? Number(text) : text;
}

const readAll = (query: Json, members: Members): Json =>
	Object.fromEntries(Object.entries(query).map(([name, text]) => [name, read(text, members[name] ?? {})]));

/** What every list with pages takes besides its own. */
const paging: Members = {
	page: { type: 'integer' },
	per_page: { type: 'integer' },
	starting_after: { type: 'string' },
};

/** Which member it is, and what is wrong with it: `body.from.id is missing`. */
function refusal(misfit: string): ApiError {
	const field = /^\w+\.(\S+) is /.exec(misfit)?.[1];
	return misfit.endsWith(' is missing') ? missing(misfit, field) : invalid(misfit, field);
}

/** What the operation does not take of a query or body: the unknown, the missing, and what is of a wrong type. */
export function misfitsOf(fact: Fact, query: Json, body: Json): string[] {
	const queries = queriesOf(fact.query).map((members) => ({ ...(fact.pages && paging), ...members }));
	return [
		...fewest(queries.map((members) => memberMisfits(readAll(query, members), members, 'query'))),
		...fewest((fact.body ?? [{}]).map((members) => memberMisfits(body, members, 'body'))),
	];
}

/** Throws Intercom's 400 for the first of them. */
export function refuseMisfits(fact: Fact, query: Json, body: Json): void {
	const [misfit] = misfitsOf(fact, query, body);
	if (misfit) throw refusal(misfit);
}
