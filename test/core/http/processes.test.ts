import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import type { Outcome, Share } from './processesTask';

const PROCESSES = 3;
const COUNT = 100;
const LIMIT = 100;
const WINDOW = 10_000;

/** The node in several processes at once, as n8n's workers are: each has a governor of its own and hears only headers. */
describe('the governor in several processes', () => {
	let intercom: IntercomSimulator;
	const workers: ChildProcess[] = [];

	beforeAll(async () => {
		intercom = await startIntercom();
		Object.assign(intercom.settings, { rateLimit: LIMIT, latencyMs: 40 });
		for (let nth = 0; nth < PROCESSES; nth += 1)
			workers.push(fork(join(__dirname, 'processesTask.ts'), { execArgv: ['--import', 'tsx'] }));
		await Promise.all(workers.map(async (worker) => await once(worker, 'message')));
	}, 60_000);
	afterAll(async () => {
		for (const worker of workers) worker.kill();
		await intercom.close();
	});

	it('gets all requests through, once each, and settles under the limit', async () => {
		// not at a window's very end, and no longer than needed before the next one
		intercom.clock.set(new Date(Math.ceil(Date.now() / WINDOW) * WINDOW + 0.6 * WINDOW).toISOString());
		const started = Date.now();
		const outcomes = await Promise.all(
			workers.map(async (worker, nth) => {
				const share: Share = { url: intercom.url, name: `w${nth}`, count: COUNT };
				worker.send(share);
				return ((await once(worker, 'message')) as [Outcome])[0];
			}),
		);
		const sent = new Map<number, number>();
		for (const { at } of intercom.requests) {
			const window = Math.floor(at / WINDOW);
			sent.set(window, (sent.get(window) ?? 0) + 1);
		}
		const refused = [...sent.values()].map((count) => Math.max(0, count - LIMIT));
		console.log(
			`sent in each window: ${[...sent.values()].join(', ')}; refused: ${refused.join(', ')}; ${Date.now() - started} ms`,
		);

		const wanted = outcomes.map((_, nth) => Array.from({ length: COUNT }, (_, index) => `w${nth}-${index}`));
		expect(outcomes).toEqual(wanted.map((ids) => ({ ids })));
		const written = [...intercom.workspace().contacts.values()].map(({ external_id }) => external_id);
		const ours = written.filter((id) => /^w\d-/.test(String(id)));
		expect(ours.sort()).toEqual(wanted.flat().sort());
		// in the first window none knows of the others, and each has up to 50 under way; then it keeps to its part
		const first = refused.findIndex((count) => count > 0);
		const later = refused.slice(first + 1).reduce((sum, count) => sum + count, 0);
		expect(later).toBeLessThanOrEqual(LIMIT / 2);
		expect(refused.at(-1)).toBe(0);
	}, 90_000);
});
