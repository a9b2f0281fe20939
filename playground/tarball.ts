import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { name as packageName } from '../package.json';
import { run } from './run';

/** The repository's root. */
export const root = resolve(__dirname, '..');

const sources = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js', 'test/facts'];
const npmOptions = { cwd: root, shell: process.platform === 'win32' };

function filesUnder(path: string): string[] {
	if (statSync(join(root, path)).isFile()) return [path];
	const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A hash of all that the package is built from. */
export function sourceHash(): string {
	const hash = createHash('sha256');
	for (const file of sources.flatMap(filesUnder).sort()) {
		hash
			.update(file)
			.update('\0')
			.update(readFileSync(resolve(root, file)));
	}
	return hash.digest('hex');
}

/** The same as `npm run build`, without npm and its check of the installation. */
export async function build(signal?: AbortSignal): Promise<void> {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	const tools = ['typescript/bin/tsc', 'gulp/bin/gulp.js'].map((tool) => [join(root, 'node_modules', tool)]);
	for (const tool of [...tools, ['--import', 'tsx', join(root, 'test', 'facts', 'writePreviews.ts')]]) {
		await run(process.execPath, tool, { cwd: root, signal });
	}
}

const packagesIn = (home: string) => join(home, '.n8n', 'nodes');
const stampIn = (home: string) => join(packagesIn(home), '.built-from');

/** Which sources the package in this n8n home was built from; undefined if there is none. */
export function installedHash(home: string): string | undefined {
	return existsSync(stampIn(home)) ? readFileSync(stampIn(home), 'utf8') : undefined;
}

const quiet = ['--ignore-scripts', '--loglevel=error'];

/** A tarball as `npm publish` would send it; `integrity` and `shasum` as the registry lists them. */
export interface Packed {
	filename: string;
	version: string;
	integrity: string;
	shasum: string;
}

/** Packs the built package as for npm, its tarball into `directory`. `from` is a copy of the repository's root, or itself. */
export async function pack(directory: string, from = root, signal?: AbortSignal): Promise<Packed> {
	const command = ['pack', '--json', '--pack-destination', directory, ...quiet];
	const [packed] = JSON.parse(await run('npm', command, { ...npmOptions, cwd: from, signal })) as [Packed];
	return packed;
}

/**
 * Installs the built package's tarball where n8n keeps its community packages, so that the node types have their
 * published names. n8n loads it at its next start. `sources` is what `installedHash` says then.
 */
export async function installPackage(home: string, sources: string, signal?: AbortSignal): Promise<void> {
	const directory = packagesIn(home);
	rmSync(directory, { recursive: true, force: true });
	mkdirSync(directory, { recursive: true });
	writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');

	const { filename } = await pack(directory, root, signal);
	const install = ['install', `./${filename}`, '--legacy-peer-deps', '--omit=dev', '--no-audit', '--no-fund'];
	await run('npm', [...install, ...quiet], { ...npmOptions, cwd: directory, signal });
	if (!existsSync(join(directory, 'node_modules', packageName, 'dist'))) {
		throw new Error(`npm did not install ${packageName} with its dist into ${directory}`);
	}
	writeFileSync(stampIn(home), sources);
}
