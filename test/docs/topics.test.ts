import { readFileSync } from 'node:fs';
import { file, page } from './topics';

it('stands in docs/topics.md as the tables have it (if not: npx tsx test/docs/topics.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});
