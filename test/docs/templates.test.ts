import { readFileSync } from 'node:fs';
import { looks, lookOf, pictured } from './canvas';
import { asked, file, page, read, templates, testsOf } from './templates';

it('stands in templates/README.md as the templates have it (if not: npx tsx test/docs/templates.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});

it('names templates that are there, each of them run by a test', () => {
	expect(asked.flatMap(([, , ...named]) => named).filter((name) => !templates.includes(name))).toEqual([]);
	expect(templates.filter((name) => testsOf(name).length === 0)).toEqual([]);
});

it('shows each as it is on the canvas (if not: UPDATE_PICTURES=1 npm run test:e2e -- pictures)', () => {
	expect(looks()).toEqual(Object.fromEntries(templates.map((name) => [name, lookOf(read(name))])));
	expect(pictured()).toEqual(templates);
});
