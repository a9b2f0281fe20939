import type { IDataObject } from 'n8n-workflow';

/** What one run has learnt about the people whom its items name. */
export type People = {
	/** Whether the last item's contact existed, so that the next one's is worth looking for. */
	found: boolean;
	/** Id of the contact that the last item with this identity made or changed; undefined where there is none to use. */
	last: Map<string, Promise<string | undefined>>;
};

const runs = new WeakMap<object, People>();

/**
 * Does the work of items of one run that have the same identity one after the other, that of others at the same time.
 * `work` gets the id that an earlier item with this identity left: search does not show it before some minutes are over.
 */
export async function inOrder(
	run: object,
	identity: string,
	work: (people: People, earlier: string | undefined) => Promise<IDataObject>,
): Promise<IDataObject> {
	const people: People = runs.get(run) ?? { found: false, last: new Map() };
	runs.set(run, people);
	const before = people.last.get(identity) ?? Promise.resolve(undefined);
	const mine = before.then(async (earlier) => await work(people, earlier));
	people.last.set(
		identity,
		mine.then(
			({ id, archived }) => (archived || !id ? undefined : String(id)),
			async () => await before,
		),
	);
	return await mine;
}
