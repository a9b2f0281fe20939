import { readFileSync } from 'node:fs';
import { file, page } from './simulator';

it('stands in docs/simulator.md as the routes are (if not: npx tsx test/docs/simulator.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});
