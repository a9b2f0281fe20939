import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../core/operation';

/** A contact as far as it matters for telling whether it is somebody's. */
type Person = Pick<IDataObject, 'id' | 'role' | 'external_id' | 'email'>;

/** By run (each has a `Send` of its own) and by `email ada@example.com` and the like: the contact as the last item left it. */
const runs = new WeakMap<Send, Map<string, Promise<Person | undefined>>>();

/**
 * Does the work of items of one run that share an identity one after the other, that of others at the same time.
 * `work` gets, for each of the identities, the contact that an earlier item of this run made or changed; search does not
 * show it before some minutes have gone by.
 */
export async function inOrder(
	send: Send,
	identities: string[],
	work: (earlier: Array<Person | undefined>) => Promise<IDataObject>,
): Promise<IDataObject> {
	const known = runs.get(send) ?? new Map<string, Promise<Person | undefined>>();
	runs.set(send, known);
	const before = Promise.all(identities.map(async (identity) => await known.get(identity)));
	const mine = before.then(work);
	identities.forEach((identity, index) =>
		known.set(
			identity,
			mine.then(
				({ id, role, external_id, email, archived }) =>
					archived ? undefined : { id, role, external_id, email },
				async () => (await before)[index],
			),
		),
	);
	return await mine;
}
