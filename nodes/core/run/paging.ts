import { UserError } from 'n8n-workflow';

/** Pages in a row that may hold nothing new: others write meanwhile, and small pages move on whole. */
const MOST_STALE = 20;

/** Holds a list to its end, page by page. */
export type PageGuard = {
	/**
	 * Notes a page that another one follows: what asks for that one (absent where the same always does), and how many
	 * elements of this one are new. Throws a `UserError` that says how far the list came where it would never end.
	 */
	passed(next: unknown, fresh: number): void;
};

/** Whether this is the error of a list that would never end. */
export const isEndless = (error: unknown): error is UserError =>
	error instanceof UserError && error.message.startsWith('The list does not end');

const endless = (why: string, elements: number, pages: number) =>
	new UserError(`The list does not end: ${why}, after ${elements} results on ${pages} pages`, {
		description:
			'The server’s paging is at fault, and the rest of the list cannot be told from what came before. Try again. To have what it gives all the same, switch Return All off and set Limit to no more than that many results',
	});

/** One for each list that is read. Ends for sure: at what asked for a page before, and when page after page brings nothing new. */
export function pageGuard(): PageGuard {
	const cursors = new Set<string>();
	let [elements, pages, stale] = [0, 0, 0];
	return {
		passed(next, fresh) {
			pages++;
			elements += fresh;
			stale = fresh > 0 ? 0 : stale + 1;
			const key = next === undefined ? undefined : JSON.stringify(next);
			if (key !== undefined && cursors.has(key))
				throw endless('it comes back to a page that it gave before', elements, pages);
			if (stale >= MOST_STALE) throw endless('page after page holds nothing new', elements, pages);
			if (key !== undefined) cursors.add(key);
		},
	};
}
