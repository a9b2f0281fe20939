import fc from 'fast-check';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IDataObject } from 'n8n-workflow';
import { serveTrigger } from '../engine';
import { absmartly } from './fuzz/absmartly';
import { bytesOf, deliveryFor, type Sent } from './fuzz/generate';
import { intercom } from './fuzz/intercom';
import type { Subject } from './fuzz/subject';

/**
 * Deliveries of any kind to a trigger over real HTTP, in n8n-core's own WebhookContext: bytes, JSON and notifications with
 * odd members, headers and addresses of any shape, with a proof of where they come from and without. What has to come of
 * each is worked out anew beside each subject. Ten times EVENTS deliveries (EVENTS is 300 unless set); with EVENTS set the
 * figures are printed.
 */
const RUNS = Number(process.env.EVENTS ?? 300) * 10;
const KIB = 1024;
/** For what is remembered of 10,000 notifications a trigger. At 100,000 deliveries a leak of 200 bytes each shows. */
const MAY_GROW = 16 * KIB * KIB;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Headers by name, each once for each of its values. */
type Headers = Record<string, string[]>;

const post = async (url: string, bytes: Buffer, headers: Headers, chunked: boolean) =>
	await new Promise<{ status: number; text: string }>((resolve, reject) => {
		const sent = request(url, { method: 'POST', agent }, (response) => {
			let text = '';
			response.on('data', (chunk) => (text += chunk));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
			response.on('error', reject);
		});
		sent.on('error', reject);
		for (const [name, values] of Object.entries(headers)) if (values.length > 0) sent.setHeader(name, values);
		const half = chunked ? Math.floor(bytes.length / 2) : 0;
		if (half > 0) sent.write(bytes.subarray(0, half));
		sent.end(bytes.subarray(half));
	});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use once all is settled and collected. */
async function held(): Promise<number> {
	for (let round = 0; round < 3; round += 1) {
		await sleep(50);
		collect();
	}
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

describe.each<Subject>([intercom, absmartly])('$title', (subject) => {
	type Served = Awaited<ReturnType<typeof serveTrigger>>;
	const served: Record<string, Served> = {};
	let events: IDataObject[] = [];

	beforeAll(async () => {
		const { name, credentials } = subject;
		for (const [trigger, { parameters, memory }] of Object.entries(subject.triggers)) {
			const execute = async (items: Array<{ json: IDataObject }>) =>
				void events.push(...items.map(({ json }) => json));
			served[trigger] = await serveTrigger(parameters, credentials, execute, undefined, { name, memory });
		}
	});
	afterAll(async () => {
		for (const { close } of Object.values(served)) await close();
	});

	it(
		`answers ${RUNS} deliveries of any kind as it must, starts nothing for one without its proof, and leaks nothing`,
		async () => {
			const statuses: Record<string, number> = {};
			let count = 0;
			let started = 0;
			let early = 0;

			const deliver = async (
				{ trigger, prove, otherHeaders, chunked }: Sent,
				bytes: Buffer,
				again: boolean,
			) => {
				const proof = prove(bytes, trigger);
				const { status, least, most, holds } = subject.expected(trigger, bytes, proof, again);
				events = [];
				const url = proof.path === undefined ? served[trigger].url : `${served[trigger].url}/${proof.path}`;
				const answer = await post(url, bytes, { ...otherHeaders, ...proof.headers }, chunked);
				expect(answer).toEqual({ status, text: expect.stringMatching(/^\{"message":/) });
				expect(events.length).toBeGreaterThanOrEqual(least);
				expect(events.length).toBeLessThanOrEqual(most);
				events.forEach(holds);
				count += 1;
				started += events.length;
				statuses[status] = (statuses[status] ?? 0) + 1;
			};

			const since = Date.now();
			let runs = 0;
			await fc.assert(
				fc.asyncProperty(deliveryFor(subject), async (sent) => {
					const bytes = bytesOf(sent.body, subject);
					await deliver(sent, bytes, false);
					if (sent.again) await deliver(sent, bytes, true);
					events = [];
					if (++runs === Math.ceil(RUNS / 10)) early = await held();
				}),
				{ numRuns: RUNS },
			);
			const late = await held();
			if (process.env.EVENTS) {
				const seconds = Math.round((Date.now() - since) / 1000);
				const mib = (bytes: number) => `${(bytes / KIB / KIB).toFixed(1)} MiB`;
				console.log(
					`${count} deliveries in ${seconds} s, ${started} events, answers ${JSON.stringify(statuses)}, ` +
						`memory after a tenth ${mib(early)}, at the end ${mib(late)}`,
				);
			}
			expect(Object.keys(statuses)).toEqual(subject.statuses);
			expect(started).toBeGreaterThan(RUNS / 10);
			expect(late - early).toBeLessThan(MAY_GROW);
		},
		60_000 + RUNS * 20,
	);
});

afterAll(() => agent.destroy());
