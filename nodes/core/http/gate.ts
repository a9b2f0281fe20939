import { onAbort } from './abort';
import type { Wait } from './wait';

/** What opens the gate, for so many as are inside already. */
export type Opening = {
	/** How many may be inside. */
	most(active: number): number;
	/** When the next may enter, as far as that is a matter of time (milliseconds, as `now`). */
	opensAt(active: number): number;
};

/** Lets in first who came first. Who waits longer than for others to leave is held, which `heldMs` adds up. */
export function createGate({ most, opensAt }: Opening, wait: Wait, now: () => number) {
	const waiting = new Set<() => void>();
	let active = 0;
	let held = 0;
	let sleeping = false;

	const sleepFor = (ms: number): void => {
		if (sleeping) return;
		sleeping = true;
		const since = now();
		void wait(ms).then(() => {
			sleeping = false;
			held += now() - since;
			pump();
		});
	};

	const pump = (): void => {
		while (waiting.size > 0 && active < most(active)) {
			// read once: were it early here and due below, nobody would wake those who wait
			const ms = opensAt(active) - now();
			if (ms > 0) {
				sleepFor(ms);
				return;
			}
			const [next] = waiting;
			waiting.delete(next);
			active++;
			next();
		}
	};

	return {
		/** Resolves inside; rejects instead as soon as `signal` is aborted. */
		async enter(signal?: AbortSignal): Promise<void> {
			signal?.throwIfAborted();
			await new Promise<void>((resolve, reject) => {
				const stay = onAbort(signal, () => {
					waiting.delete(start);
					reject(signal?.reason as Error);
				});
				const start = () => {
					stay();
					resolve();
				};
				waiting.add(start);
				pump();
			});
		},
		leave(): void {
			active--;
			pump();
		},
		heldMs: (): number => held,
	};
}
