import type { IntercomSimulator } from '../simulators/intercom';

/** What happens in the simulator before it is compared, so that its replies show what they can. */
const topics = [
	'conversation.user.created',
	'conversation.user.replied',
	'conversation.admin.replied',
	'conversation.admin.noted',
	'conversation.operator.replied',
	'conversation.admin.assigned',
	'conversation.admin.snoozed',
	'conversation.admin.opened',
	'conversation.priority.updated',
	'conversation_part.tag.created',
	'conversation.rating.added',
	'conversation.admin.closed',
	'contact.user.tag.created',
	'event.created',
	'ticket.created',
	'ticket.admin.replied',
	'ticket.contact.replied',
	'ticket.note.created',
	'ticket.admin.assigned',
	'ticket.attribute.updated',
	'ticket.state.updated',
];

/** Seeded: a user with a company, and what is to hang on both. */
const contact = '6961000000000000000000a1';
const company = '6962000000000000000000c1';

/** Fills a simulator. Rejects where it does not take something. */
export async function fill({ url, accessToken }: IntercomSimulator): Promise<void> {
	const send = async (method: string, path: string, body: unknown): Promise<void> => {
		const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };
		const { ok } = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
		if (!ok) throw new Error(`The simulator refuses ${method} ${path}`);
	};
	for (const topic of topics) await send('POST', '/_sim/events', { topic, contact: { id: contact } });
	for (const topic of ['conversation.user.created', 'conversation.admin.single.created', 'ticket.created'])
		await send('POST', '/_sim/events', { topic, times: 3, contact: { email: `${topic}@example.com` } });
	await send('POST', '/_sim/events', {
		topic: 'conversation.user.created',
		contact: { role: 'lead', email: 'l@example.com' },
	});
	await send('PUT', `/contacts/${contact}`, {
		phone: '+442079460958',
		avatar: 'https://example.com/a.png',
		owner_id: 9600001,
		signed_up_at: 1772012000,
		last_seen_at: 1772012000,
	});
	await send('POST', `/contacts/${contact}/notes`, { body: 'A note', admin_id: '9600001' });
	await send('POST', '/tags', { name: 'VIP', companies: [{ id: company }] });
}
