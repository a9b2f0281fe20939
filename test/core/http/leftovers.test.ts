import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Full collections of a process whose V8 has no reason of its own for one, after requests that left so many bytes. */
const collections = (requests: number, bytes: number): number => {
	const task = `
		const { PerformanceObserver, constants } = require('node:perf_hooks');
		const { leave } = require(${JSON.stringify(join(__dirname, '../../../nodes/core/http/leftovers.ts'))});
		let full = 0;
		new PerformanceObserver((list) => {
			const minor = constants.NODE_PERFORMANCE_GC_MINOR;
			full += list.getEntries().filter(({ detail }) => detail.kind !== minor).length;
		}).observe({ entryTypes: ['gc'] });
		const allocate = () => Array.from({ length: 1000 }, (_, index) => ({ index }));
		setTimeout(async () => {
			full = 0;
			for (let request = 0; request < ${requests}; request++) {
				leave(${bytes});
				allocate();
				if (request % 100 === 0) await new Promise(setImmediate);
			}
			setTimeout(() => console.log(full), 200);
		}, 200);`;
	const args = ['--initial-old-space-size=1000', '--import', 'tsx', '--input-type=commonjs', '--eval', task];
	return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
};

it('makes V8 collect what thousands of requests leave outside its heap', () => {
	expect(collections(3000, 2000)).toBeGreaterThan(0);
});

it('counts what replies hold, and leaves a few requests to V8', () => {
	expect(collections(300, 600_000)).toBeGreaterThan(0);
	expect(collections(300, 2000)).toBe(0);
});
