import { readFileSync } from 'node:fs';
import { file, page } from './operations';

it('stands in docs/operations.md as the table has it (if not: npx tsx test/docs/operations.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});
