import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exactOf, version, type Version } from './installed';

/** By version of n8n: its exact number, and what each check came to. */
export type Results = Partial<Record<Version, { n8n: string; checks: Record<string, string> }>>;

export const HOLDS = 'holds';

const file = join(__dirname, 'results.json');

export const readResults = (): Results => JSON.parse(readFileSync(file, 'utf8')) as Results;

const seen: Record<string, string> = {};

/**
 * A line of the table in docs/n8n-versions.md. `work` gives nothing where it holds, and otherwise what n8n cannot do there,
 * having shown that. It must come to what is recorded; UPDATE_COMPAT=1 records it anew.
 */
export function check(title: string, work: () => Promise<string | void>): void {
	it(title, async () => {
		const outcome = (await work()) ?? HOLDS;
		seen[title] = outcome;
		if (!process.env.UPDATE_COMPAT) expect(readResults()[version]?.checks[title]).toBe(outcome);
	});
}

/** With UPDATE_COMPAT=1 keeps what this version came to. */
export function writeResults(): void {
	if (!process.env.UPDATE_COMPAT) return;
	const all = readResults();
	const checks = { ...all[version]?.checks, ...seen };
	const results = { ...all, [version]: { n8n: exactOf(version), checks } };
	writeFileSync(file, `${JSON.stringify(results, null, '\t')}\n`);
}
