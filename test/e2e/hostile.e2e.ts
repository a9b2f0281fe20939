import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { INode, INodeParameters } from 'n8n-workflow';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { productionUrl } from '../../playground/templates';
import { conversation, notification } from '../intercom/webhook/notifications';
import { startWorld, type World } from './n8n';

/** What strangers write and send, in a real n8n: others are served meanwhile, and the process lives. */

const MB = 1_000_000;

/** An Intercom that is none: gives what it is told to, by path. */
let replies: Record<string, Buffer | string> = {};
let server: Server;
let world: World;
let credentials: INode['credentials'];

beforeAll(async () => {
	server = createServer((request, response) => {
		const path = request.url?.split('?')[0] ?? '';
		request.resume();
		response.setHeader(
			'content-type',
			path.startsWith('/download') ? 'application/octet-stream' : 'application/json',
		);
		response.end(replies[path] ?? '{}');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	world = await startWorld();
	const type = 'intercomAccessTokenApi';
	const { port } = server.address() as AddressInfo;
	const data = { region: 'custom', baseUrl: `http://127.0.0.1:${port}`, accessToken: 'hostile-token' };
	const id = await world.client.saveCredential({ name: 'Hostile', type, data });
	credentials = { [type]: { id, name: 'Hostile' } };
});
afterAll(async () => {
	await world?.stop();
	server?.close();
});

const node = (name: string, type: string, parameters: INodeParameters, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: type.endsWith('Trigger') && type.startsWith('n8n-nodes-i') ? 2 : 1,
	position: [0, 0],
	parameters,
	...more,
});

/** Runs one operation of Intercom Plus against the hostile server, and gives its execution. */
async function run(name: string, parameters: INodeParameters) {
	const workflow = await world.createWorkflow({
		name,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', {}),
			node('Hostile', 'n8n-nodes-intercom-absmartly.intercomPlus', parameters, { credentials }),
		],
		connections: { Start: { main: [[{ node: 'Hostile', type: 'main', index: 0 }]] } },
	});
	const id = await world.client.run(workflow.id, 'Start');
	await world.client.finishedExecutions(workflow.id, 1, 120);
	return await world.client.execution(id);
}

describe('export files', () => {
	const RSS_MB = 1024;
	/** MB that the process holds. */
	const held = () =>
		Number(execFileSync('ps', ['-o', 'rss=', '-p', String(world.n8n.pid)]).toString()) / RSS_MB;

	const tarHeader = (size: number, type: string): Buffer => {
		const block = Buffer.alloc(512);
		block.write('a.csv', 0, 'latin1');
		block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
		block.write(type, 156, 'latin1');
		block.write('ustar', 257, 'latin1');
		return block;
	};

	it.each<[string, () => Buffer, string]>([
		[
			'a header of 200 MB of line breaks',
			() => gzipSync(Buffer.concat([tarHeader(200 * MB, 'x'), Buffer.alloc(200 * MB, '\n')])),
			'a header has more than 65,536 bytes',
		],
		[
			'a quote that nothing closes',
			() => gzipSync(Buffer.alloc(150 * MB, '"x')),
			'a field has more than 1,000,000',
		],
		[
			'a heading of 2,000 columns over rows of one',
			() => gzipSync(`${'a,'.repeat(1999)}a\n${'1\n'.repeat(20 * MB)}`),
			'a row has more than 500 columns',
		],
		[
			'a heading of 500 columns over rows of one',
			() => gzipSync(`${'a,'.repeat(499)}a\n${'1\n'.repeat(20 * MB)}`),
			'has more than 2,000,000 fields',
		],
		[
			'rows of nothing but commas',
			() => gzipSync(`${'a,'.repeat(499)}a\n${`${','.repeat(499)}\n`.repeat(80_000)}`),
			'has more than 2,000,000 fields',
		],
	])('%s: a clear error, and less than 300 MB more', async (name, file, message) => {
		const job = JSON.stringify({ job_identifier: 'j1', status: 'complete' });
		replies = {
			'/export/content/data': job,
			'/export/content/data/j1': job,
			'/download/content/data/j1': file(),
		};
		const floor = held();
		let peak = floor;
		let done = false;
		const running = run(name, {
			resource: 'dataExport',
			operation: 'export',
			created_at_after: '2026-01-01',
			created_at_before: '2026-02-01',
			returnAll: true,
		}).finally(() => (done = true));
		while (!done) {
			peak = Math.max(peak, held());
			await sleep(50);
		}
		const { status, data } = await running;
		expect(status).toBe('error');
		expect(data.resultData.error?.message).toContain(message);
		expect(peak - floor).toBeLessThan(300);
	});
});

it('a signed delivery to another workflow waits no longer for a transcript of hostile messages than for one of ordinary ones', async () => {
	const trigger = await world.createWorkflow({
		name: 'Other',
		nodes: [
			node('Trigger', 'n8n-nodes-intercom-absmartly.intercomTrigger', {
				topics: ['conversation.user.created'],
			}),
		],
		connections: {},
	});
	await world.client.publish(trigger.id);
	const url = await productionUrl(world.client, trigger);
	/** A conversation of twenty messages of a megabyte each, made of these. */
	const conversationOf = (pieces: string[]): string => {
		const parts = Array.from({ length: 20 }, (_, index) => ({
			part_type: 'comment',
			created_at: index,
			author: { type: 'user', name: 'Eve' },
			body: `<p>${pieces[index % pieces.length].repeat(MB).slice(0, MB - 10)}x</p>`,
		}));
		return JSON.stringify({
			type: 'conversation',
			id: '1',
			source: { body: 'x' },
			conversation_parts: { total_count: parts.length, conversation_parts: parts },
		});
	};
	const hostile = ['&nbsp;', ' ', '<a href="', '<ul><li>', '<pre> ', '"', '(', '&#', 'ab  ', '<!--'];
	let sent = 0;
	/** The longest that a delivery waited while a transcript was made, in milliseconds. */
	const longestWait = async (pieces: string[]): Promise<number> => {
		replies = { '/conversations/1': conversationOf(pieces) };
		let done = false;
		const running = run('Transcript', {
			resource: 'conversation',
			operation: 'getTranscript',
			conversation_id: { __rl: true, mode: 'id', value: '1' },
			format: 'text',
		}).finally(() => (done = true));
		const waits: number[] = [];
		while (!done || waits.length < 3) {
			sent++;
			const event = {
				...notification('conversation.user.created', conversation({ id: `h${sent}` })),
				id: `notif_h${sent}`,
			};
			const body = Buffer.from(JSON.stringify(event));
			const since = performance.now();
			const answer = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-hub-signature': sign(body, 'sim-client-secret') },
				body,
			});
			waits.push(performance.now() - since);
			expect(answer.status).toBe(200);
			await sleep(20);
		}
		const { status, data } = await running;
		expect(status).toBe('success');
		const [item] = data.resultData.runData.Hostile[0].data?.main[0] ?? [];
		// some of them say nothing
		expect(item.json.message_count).toBeGreaterThan(10);
		return Math.max(...waits);
	};
	// n8n reads and stores as much of both, so that other work of the machine weighs on both
	let [least, ofOrdinary] = [Infinity, Infinity];
	for (let round = 0; round < 3 && !(least < 3 * ofOrdinary); round++) {
		ofOrdinary = Math.min(ofOrdinary, await longestWait(['An ordinary sentence. ']));
		least = Math.min(least, await longestWait(hostile));
	}
	console.log(`the longest wait: ${least.toFixed()} ms, for ordinary messages ${ofOrdinary.toFixed()} ms`);
	expect(least / ofOrdinary).toBeLessThan(3);
});
