import { readFileSync } from 'node:fs';
import { exactOf, versions } from '../compat/installed';
import { readResults } from '../compat/results';
import { read, templates } from './templates';
import { file, needs, page } from './versions';

it('stands in docs/n8n-versions.md as it came out (if not: npx tsx test/docs/versions.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});

it('is about every version, as it is installed now, and about the same checks on each', () => {
	const results = readResults();
	expect(versions.map((version) => results[version]?.n8n)).toEqual(versions.map(exactOf));
	const [, ...others] = versions.map((version) => Object.keys(results[version]!.checks).sort());
	for (const titles of others) expect(titles).toEqual(others[0]);
});

it('each template that needs a newer n8n than the oldest says so in its note', () => {
	const told = templates.map((name) => {
		const { parameters } = read(name).nodes.find((node) => node.name === 'About This Workflow')!;
		return /Needs n8n (\S+) or later/.exec(String(parameters.content))?.[1];
	});
	expect(told).toEqual(templates.map((name) => needs(`${name}.json`)?.from));
	expect(told.filter(Boolean).length).toBeGreaterThan(0);
});
