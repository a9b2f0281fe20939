import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { elementsOf, readList } from './pages';

/** A question to the Web Console. */
export const question = (path: string, query: IDataObject = {}): Request => ({
	method: 'GET',
	path,
	query,
	body: {},
	api: 'console',
});

/** The experiment as the Web Console has it now. Source: ABsmartly Web Console API, `GET /experiments/{id}`. */
export async function readExperiment(send: Send, id: unknown): Promise<IDataObject> {
	const reply = await send(question(pathTo('/experiments', id)));
	const experiment = own(reply, 'experiment');
	if (typeof experiment === 'object' && experiment !== null && !Array.isArray(experiment))
		return experiment as IDataObject;
	throw new UserError("The reply holds no 'experiment'", {
		description:
			'Check the endpoint of the ABsmartly Console API credential: another service seems to answer there',
	});
}

const tooMany = (name: unknown) =>
	new UserError(`Too many experiments match the name '${shown(name)}' to find the newest`, {
		description:
			'ABsmartly Web Console lists 10,000 or more for it. Choose the experiment by its ID, or give it a name that is not part of so many others',
	});

/** Most experiments that are looked through for a name. */
const MOST_SEARCHED = 10_000;

/** The experiments of exactly this name, the newest first: its iterations share it. The console's search finds parts of names. */
export async function iterationsNamed(
	send: Send,
	name: unknown,
	conditions: IDataObject = {},
): Promise<IDataObject[]> {
	const request = question('/experiments', { search: String(name), ...conditions });
	const found = await readList(send, request, 'experiments', MOST_SEARCHED);
	if (found.length === MOST_SEARCHED) throw tooMany(name);
	return found.filter((one) => one.name === name).sort((a, b) => Number(b.id) - Number(a.id));
}

const activityOf = (id: unknown): `/${string}` => pathTo('/experiments', id, 'activity') as `/${string}`;

/** The notes of an experiment's activity from this one on: as many as the console gives at once. */
export const notesFrom = async (send: Send, id: unknown, offset: number): Promise<IDataObject[]> =>
	elementsOf(await send(question(activityOf(id), offset > 0 ? { offset } : {})), 'experiment_notes');

/** Most pages of an activity that are looked through. */
const MOST_PAGES = 50;

/** The first note that passes, page by page: nothing says in which order they come. Ends at a page without anything new. */
export async function noteThat(
	send: Send,
	id: unknown,
	passes: (note: IDataObject) => boolean,
): Promise<IDataObject | undefined> {
	const seen = new Set<unknown>();
	for (let page = 0; page < MOST_PAGES; page++) {
		const notes = await notesFrom(send, id, seen.size);
		const found = notes.find(passes);
		const before = seen.size;
		for (const note of notes) seen.add(note.id);
		if (found || seen.size === before) return found;
	}
	return undefined;
}
