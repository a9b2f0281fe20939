import { setTimeout as pause } from 'node:timers/promises';
import { execute } from '../../engine';
import { absmartly, credentials, eventOf, track } from '../world/driver';
import { store } from '../world/store';

/** Many items in one run: ITEMS of them (5,000 unless set). With ITEMS set the figures are printed. */
const ITEMS = Number(process.env.ITEMS ?? 5_000);

const megabytes = () => Math.round(process.memoryUsage().heapUsed / 2 ** 20);

/** The most memory in use while `work` goes on, as far as a look every 20 ms shows. */
async function peakDuring<T>(work: Promise<T>): Promise<[T, number]> {
	let done = false;
	let peak = megabytes();
	void work.finally(() => (done = true)).catch(() => undefined);
	while (!done) {
		peak = Math.max(peak, megabytes());
		await pause(20);
	}
	return [await work, peak];
}

it.each([
	['each once', true],
	['without Deduplicate', false],
])(
	'sends them in bodies of 500, all of them: %s',
	async (name, deduplicate) => {
		store.clear();
		const items = Array.from({ length: ITEMS }, (_, index) => eventOf(index));
		const before = megabytes();
		const started = Date.now();
		const [{ items: done, error }, peak] = await peakDuring(
			execute('absmartly', {
				parameters: track({
					options: { deduplicate, remember: 100_000 },
					properties: {
						assignments: [
							{ id: '1', name: 'priority', value: '={{ $json.data.priority }}', type: 'number' },
							{ id: '2', name: 'conversation_id', value: '={{ $json.data.id }}', type: 'string' },
						],
					},
				}),
				credentials: credentials(),
				items,
				mode: 'webhook',
				nodeId: `scale-${name}`,
			}),
		);
		const seconds = (Date.now() - started) / 1000;
		expect(error).toBeUndefined();
		expect(absmartly.requests).toHaveLength(Math.ceil(ITEMS / 500));
		const keys = absmartly.goals().map(({ properties }) => properties?.event_key);
		expect([keys.length, new Set(keys).size]).toEqual([ITEMS, ITEMS]);
		expect(done.every(({ json, pairedItem }, item) => json.status === 'sent' && isAt(pairedItem, item))).toBe(
			true,
		);
		if (process.env.ITEMS) {
			const memory = `heap ${before} MB before, ${peak} MB at most, ${megabytes()} MB after`;
			process.stdout.write(
				`${name}: ${ITEMS} items, ${absmartly.requests.length} requests, ${seconds} s; ${memory}\n`,
			);
		}
	},
	30_000 + ITEMS * 10,
);

const isAt = (pairedItem: unknown, item: number) => (pairedItem as { item: number }).item === item;
