import type { IDataObject } from 'n8n-workflow';
import type { Request } from '../../../nodes/core/table/operation';
import type { Resume } from '../../../nodes/Intercom/polling/advance';
import { readSource } from '../../../nodes/Intercom/polling/reading';
import { sources } from '../../../nodes/Intercom/polling/sources';

it('finds what is never on a page when that is read: always further back, then moved to the front', async () => {
	let now = 1000;
	const contacts = Array.from({ length: 30 }, (_, index) => ({
		id: `${index}`,
		role: 'user',
		created_at: 900,
		updated_at: now - index,
	}));
	const [elusive, ...others] = [...contacts].reverse();
	/** Search, newest first, whose cursor is how many were shown. */
	const send = async ({ body }: Request): Promise<IDataObject> => {
		const { per_page: size, starting_after: cursor } = body.pagination as IDataObject;
		const start = Number(cursor ?? 0);
		if (start === 0) for (const busy of others.slice(0, 6)) busy.updated_at = ++now;
		const newestFirst = [...contacts].sort((a, b) => b.updated_at - a.updated_at);
		const data = newestFirst.slice(start, start + Number(size)).map((contact) => ({ ...contact }));
		if (start === 0) elusive.updated_at = ++now;
		const end = start + data.length;
		return {
			data,
			total_count: contacts.length,
			...(end < contacts.length && { pages: { next: { starting_after: `${end}` } } }),
		};
	};
	const found = new Set<unknown>();
	let resume: Resume | undefined;
	do {
		const reading = await readSource(send, sources.contacts, {
			from: 0,
			now: Infinity,
			lag: 10,
			bound: 5,
			resume,
			topics: new Set(['contact.user.created']),
			isKnown: () => false,
		});
		for (const { item } of reading.events) found.add(item.id);
		resume = reading.resume;
	} while (resume);
	expect(found.size).toBe(contacts.length);
});
