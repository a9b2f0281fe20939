import { performance } from 'node:perf_hooks';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { reader } from '../../nodes/core/run/read';
import { toRequest } from '../../nodes/core/run/request';
import { IntercomPlus } from '../../nodes/Intercom/IntercomPlus.node.ts';
import { resources } from '../../nodes/Intercom/resources';
import { deliveriesOf } from '../../nodes/core/webhook/deliveries';
import { toEvent } from '../../nodes/Intercom/webhook/event';
import { passes } from '../../nodes/Intercom/webhook/filters';
import { receive } from '../../nodes/Intercom/webhook/receive';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { filtersOf } from '../../nodes/Intercom/webhook/triggerOptions';
import { executeContext } from '../engine';
import { notification } from './load';

/** What our own code costs, without n8n's: prints `{ <what>: [CPU ms an item, …] }`. Run as a process of its own. */

const [n, rounds] = process.argv.slice(2).map(Number);

const PARAMETERS = {
	resource: 'contact',
	operation: 'create',
	email: 'ada@example.com',
	external_id: '42',
	attributes: {
		mappingMode: 'defineBelow',
		value: { name: 'Ada Lovelace', phone: '+41791234567', avatar: 'https://example.com/a.png' },
	},
};
const CREDENTIALS = {
	intercomAccessTokenApi: { region: 'us', accessToken: 't', rateReserve: 0 },
};

/** CPU of this process, user and system, in ms for each of `count` items; garbage collection included. */
async function cpu(count: number, work: () => unknown): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / count;
}

/** A context of n8n-core with many items, whose HTTP helper answers at once. */
async function context(count: number) {
	const made = await executeContext('intercomPlus', CREDENTIALS, PARAMETERS);
	const items: INodeExecutionData[] = Array.from({ length: count }, (_, id) => ({ json: { id } }));
	const body = { type: 'contact', id: '1', name: 'Ada Lovelace', email: 'ada@example.com', role: 'user' };
	made.getInputData = () => items;
	made.helpers.httpRequestWithAuthentication = async () => ({
		statusCode: 200,
		headers: {},
		body: { ...body },
	});
	return made;
}

const operation = resources.contact.operations.create;
const bodies = Array.from({ length: n }, () => Buffer.from(notification()));
const SECRET = 'client-secret';

const tasks: Record<string, () => Promise<number>> = {
	async 'request built'() {
		const read = reader(await context(1), operation);
		return await cpu(n, () => {
			for (let item = 0; item < n; item += 1) toRequest(operation, read(item), 'UTC');
		});
	},
	async 'node without HTTP'() {
		const made = await context(n);
		let given = 0;
		const spent = await cpu(
			n,
			async () => ([{ length: given }] = await new IntercomPlus().execute.call(made)),
		);
		if (given !== n) throw new Error(`${given} of ${n} items`);
		return spent;
	},
	async 'webhook of 2 KB'() {
		const terms = { secrets: [SECRET], verify: true, topics: new Set(['conversation.user.created']) };
		const signed = bodies.map((body) => ({ body, signature: sign(body, SECRET) }));
		const memory = deliveriesOf(String(performance.now()));
		return await cpu(n, async () => {
			for (const delivery of signed) {
				const verdict = receive(delivery, terms);
				if (!('notification' in verdict)) throw new Error('not taken');
				const event = toEvent(verdict.notification, { verified: true, receivedAt: Date.now() });
				if (!passes(event, filtersOf({}))) throw new Error('left out');
				(await memory.claim(String(event.notificationId)))?.(true);
			}
		});
	},
};

async function main() {
	const values: Record<string, number[]> = {};
	for (const [name, task] of Object.entries(tasks)) {
		// once to warm up
		await task();
		values[name] = [];
		for (let round = 0; round < rounds; round += 1) values[name].push(await task());
	}
	console.log(JSON.stringify(values satisfies IDataObject));
	process.exit();
}

void main();
