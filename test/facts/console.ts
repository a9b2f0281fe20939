import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from '../../nodes/core/table/operation';
import { memberMisfits, type Members } from './requests';

/** What ABsmartly's Web Console takes, from `absmartly-console.json`, and where a request differs from it. */

export type ConsoleFact = {
	/** How it is known. */
	source: string;
	query?: Members;
	body?: Members;
	/** Key of the array in the reply. */
	list?: string;
	permission: string;
	role: string;
};

const { $comment, ...read } = JSON.parse(
	readFileSync(join(__dirname, 'absmartly-console.json'), 'utf8'),
) as Record<string, ConsoleFact> & { $comment: unknown };
void $comment;

/** By `PUT /experiments/{id}/start`. */
export const consoleFacts: Record<string, ConsoleFact> = read;

/** The request that the facts have, by its method and path: one that is written out goes before one with a gap. */
export const factFor = ({ method, path }: Pick<Request, 'method' | 'path'>): string | undefined =>
	Object.keys(consoleFacts)
		.filter((fact) => {
			const [ofFact, template] = fact.split(' ');
			return method === ofFact && new RegExp(`^${template.replace(/\{\w+\}/g, '\\d+')}$`).test(path);
		})
		.at(0);

/** What the console would not take of a request. */
export function consoleMisfits(request: Request): string[] {
	const { method, path, query, body, api } = request;
	const name = factFor(request);
	if (!name) return [`${method} ${path} is not among the facts`];
	const fact = consoleFacts[name];
	return [
		...(api === 'console' ? [] : [`${name} is sent to ${api ?? 'the collector'}`]),
		...memberMisfits(query, fact.query ?? {}, `${name} query`),
		...memberMisfits(body, fact.body ?? {}, `${name} body`),
	];
}
