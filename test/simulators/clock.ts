/** Time as the simulator sees it, in ms; it runs on from wherever it was put. */
export interface Clock {
	now(): number;
	set(iso: string): void;
	advance(ms: number): void;
	real(): void;
	/** Runs `action` once virtual time reaches `dueMs`, at once when the clock is moved past it. Returns its cancel. */
	at(dueMs: number, action: () => void): () => void;
	/** Drops everything that waits. */
	clear(): void;
}

/** A clock at real time with nothing waiting. */
export function createClock(): Clock {
	let offset = 0;
	let wake: NodeJS.Timeout | undefined;
	const waiting = new Set<{ due: number; action: () => void }>();
	const now = () => Date.now() + offset;
	function run() {
		clearTimeout(wake);
		const due = [...waiting].filter((timer) => timer.due <= now()).sort((a, b) => a.due - b.due);
		for (const timer of due) if (waiting.delete(timer)) timer.action();
		const next = Math.min(...[...waiting].map((timer) => timer.due));
		// setTimeout overflows above 2^31 ms, so long waits are taken in steps
		if (waiting.size > 0) wake = setTimeout(run, Math.min(Math.max(next - now(), 1), 2 ** 31 - 1)).unref();
	}
	function move(to: number) {
		offset = to;
		run();
	}
	return {
		now,
		set: (iso) => move(Date.parse(iso) - Date.now()),
		advance: (ms) => move(offset + ms),
		real: () => move(0),
		at(due, action) {
			const timer = { due, action };
			waiting.add(timer);
			run();
			return () => void waiting.delete(timer);
		},
		clear() {
			clearTimeout(wake);
			waiting.clear();
		},
	};
}
