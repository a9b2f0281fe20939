import { readFileSync } from 'node:fs';
import { asked, file, page, templates, testsOf } from './templates';

it('stands in templates/README.md as the templates have it (if not: npx tsx test/docs/templates.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});

it('names templates that are there, each of them run by a test', () => {
	expect(asked.flatMap(([, , ...named]) => named).filter((name) => !templates.includes(name))).toEqual([]);
	expect(templates.filter((name) => testsOf(name).length === 0)).toEqual([]);
});
