import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What GitHub runs for us: nothing that somebody else could exchange, and nothing of ours where npm's trust is. */

const root = resolve(__dirname, '../..');

const githubFiles = readdirSync(join(root, '.github'), { recursive: true, encoding: 'utf8' })
	.filter((path) => /\.ya?ml$/.test(path))
	.map((path): [path: string, text: string] => [path, readFileSync(join(root, '.github', path), 'utf8')]);

/** Actions are taken by commit, with the version beside it; files of this repository by path. */
const PINNED = /^(?:[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/[\w./-]+)$/;

const unpinned = (text: string): string[] =>
	[...text.matchAll(/\buses["']?:(.*)$/gm)]
		.map(([, action]) => action.trim())
		.filter((action) => !PINNED.test(action));

/** A workflow's own lines, and those of each of its jobs. */
function jobsOf(text: string): { before: string; jobs: Map<string, string> } {
	const [before, after = ''] = text.split(/^jobs:$/m);
	const [, ...parts] = after.split(/^ {2}([\w-]+):$/m);
	const named = parts.flatMap(
		(name, index): Array<[string, string]> => (index % 2 === 0 ? [[name, parts[index + 1]]] : []),
	);
	return { before, jobs: new Map(named) };
}

/** What would run code of this repository, or of the packages that it takes, beside npm's trust. */
const OURS = /actions\/checkout|\buses: \.\/|\bnode \S|\bnpx\b|\btsx\b|\bnpm (?!publish )|\bbash\b/;

it('takes every action by its commit', () => {
	expect(githubFiles.flatMap(([, text]) => [...text.matchAll(/\buses:/g)]).length).toBeGreaterThan(5);
	expect(githubFiles.flatMap(([path, text]) => unpinned(text).map((action) => `${path}: ${action}`))).toEqual(
		[],
	);
});

it('sees an action that is not', () => {
	const commit = '0123456789abcdef0123456789abcdef01234567';
	const wrong = [
		'a/b@v6',
		'a/b@main',
		`a/b@${commit}`,
		`a/b@${commit.slice(1)} # v1.0.0`,
		'docker://a',
		'./elsewhere',
	];
	for (const action of wrong) expect(unpinned(`      - uses: ${action}\n`)).toEqual([action]);
	for (const action of [`a/b/c@${commit} # v1.2.3`, './.github/workflows/ci.yml'])
		expect(unpinned(`    uses: ${action}\n`)).toEqual([]);
});

it('has npm trust one job, which runs nothing of this repository', () => {
	const trusted = githubFiles.flatMap(([path, text]) => {
		const { before, jobs } = jobsOf(text);
		expect(before).not.toMatch(/id-token|write/);
		expect([path, /^permissions:\n {2}contents: read\n/m.test(before) || jobs.size === 0]).toEqual([
			path,
			true,
		]);
		return [...jobs]
			.filter(([, job]) => /\b(id-token|write(-all)?)\b/.test(job))
			.map(([name]) => [path, name]);
	});
	expect(trusted).toEqual([['workflows/publish.yml', 'publish']]);

	const { jobs } = jobsOf(githubFiles.find(([path]) => path === 'workflows/publish.yml')![1]);
	const [build, publish] = [jobs.get('build')!, jobs.get('publish')!];
	expect(publish).toMatch(/^ {4}permissions:\n {6}id-token: write\n {4}\w/m);
	expect(publish).not.toMatch(OURS);
	expect(publish.match(/\brun: .*$/gm)).toEqual([
		'run: npm publish ./package/*.tgz --provenance --access public --ignore-scripts',
	]);
	for (const step of ['npm run build', 'npm run scan', 'npm pack']) expect(build).toContain(step);
	expect(build).toMatch(OURS);
});

it('publishes with the Node.js that everything else runs on', () => {
	const [, text] = githubFiles.find(([path]) => path === 'workflows/publish.yml')!;
	const version = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
	expect(jobsOf(text).jobs.get('publish')).toContain(`node-version: ${version}\n`);
});
