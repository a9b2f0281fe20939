import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exactOf, version, versions, type Version } from './installed';

/** What one version of n8n came to: its exact number, each check, and which nodes the templates lack there. */
export type Result = { n8n: string; checks: Record<string, string>; templates: Record<string, string[]> };

export type Results = Partial<Record<Version, Result>>;

export const HOLDS = 'holds';

const file = join(__dirname, 'results.json');

export const readResults = (): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;

const seen: Result = { n8n: exactOf(version), checks: {}, templates: {} };

/**
 * A line of the table in docs/n8n-versions.md. `work` gives nothing where it holds, and otherwise what n8n cannot do there,
 * having shown that. It must come to what is recorded; UPDATE_COMPAT=1 records it anew.
 */
export function check(title: string, work: () => Promise<string | void>): void {
	it(title, async () => {
		const outcome = (await work()) ?? HOLDS;
		seen.checks[title] = outcome;
		if (!process.env.UPDATE_COMPAT) expect(readResults()[version]?.checks[title]).toBe(outcome);
	});
}

/** The nodes that a template lacks, which must be those recorded. */
export function lacks(template: string, nodes: string[]): void {
	seen.templates[template] = nodes;
	if (!process.env.UPDATE_COMPAT) expect(readResults()[version]?.templates[template]).toEqual(nodes);
}

/** With UPDATE_COMPAT=1 keeps what this version came to. */
export function writeResults(): void {
	if (!process.env.UPDATE_COMPAT) return;
	const all = readResults();
	const { checks, templates } = all[version] ?? { checks: {}, templates: {} };
	const now: Result = {
		...seen,
		checks: { ...checks, ...seen.checks },
		templates: { ...templates, ...seen.templates },
	};
	const known = versions.filter((each) => each === version || all[each]);
	const results = Object.fromEntries(known.map((each) => [each, each === version ? now : all[each]]));
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
}
