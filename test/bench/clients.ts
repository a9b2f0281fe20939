import { IntercomClient } from 'intercom-client';
import { Pool } from 'undici';
import { inParallel } from '../../nodes/core/run/parallel';

/** What a program without n8n takes: run as a process of its own, prints `{ ms, items }`. */

const [task, url, count, run] = process.argv.slice(2);
const IN_FLIGHT = 20;

const numbers = Array.from({ length: Number(count) }, (_, index) => index);
const contactOf = (index: number) => ({
	role: 'user',
	email: `${run}-${index}@example.com`,
	external_id: `${run}-${index}`,
	name: `Person ${index}`,
	phone: '+41791234567',
	avatar: 'https://example.com/a.png',
});

const official = () => new IntercomClient({ token: 'a-token', environment: url });

const tasks: Record<string, () => Promise<number>> = {
	async 'create undici'() {
		const pool = new Pool(url, { connections: IN_FLIGHT });
		const headers = { authorization: 'Bearer a-token', 'content-type': 'application/json' };
		const replies = await inParallel(IN_FLIGHT, numbers, async (index) => {
			const body = JSON.stringify(contactOf(index));
			const reply = await pool.request({ method: 'POST', path: '/contacts', headers, body });
			return (await reply.body.json()) as { id: string };
		});
		return replies.filter(({ id }) => id).length;
	},
	async 'create intercom-client'() {
		const client = official();
		const replies = await inParallel(IN_FLIGHT, numbers, async (index) => {
			const { external_id: externalId, ...contact } = contactOf(index);
			return await client.contacts.create({ ...contact, external_id: externalId });
		});
		return replies.filter(({ id }) => id).length;
	},
	async 'read intercom-client'() {
		let read = 0;
		for await (const contact of await official().contacts.list({ per_page: 150 }))
			read += Number(Boolean(contact.id));
		return read;
	},
};

async function main() {
	const started = performance.now();
	const items = await tasks[task]();
	console.log(JSON.stringify({ ms: performance.now() - started, items }));
	process.exit();
}

void main();
