import { readFileSync } from 'node:fs';
import { files, page } from './page';
import { plot } from './plot';
import { readResults } from './results';

it('stands in docs/performance.md as results.json has it (if not: npx tsx test/bench/page.ts)', () => {
	const results = readResults();
	expect(readFileSync(files.page, 'utf8')).toBe(page(results));
	expect(readFileSync(files.plot, 'utf8')).toBe(plot(results));
});
