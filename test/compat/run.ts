import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../playground/tarball';
import { exactOf, folderOf, versions, type Version } from './installed';

/**
 * `npm run test:compat`: the checks in this folder on a real n8n of the oldest version that is supported. `-- 2.0 2.11` takes
 * these instead; `-- all` takes every one, and removes what it had to install before it goes on to the next.
 */
const wanted = process.argv.slice(2);
const all = wanted.includes('all');
const unknown = wanted.filter((each) => each !== 'all' && !versions.includes(each as Version));
if (unknown.length > 0) {
	console.error(`There is no n8n ${unknown.join(', ')} here, only ${versions.join(', ')} and all.`);
	process.exit(2);
}
const chosen = all ? versions : wanted.length > 0 ? (wanted as Version[]) : [versions[0]];

/** Versions whose n8n-core also runs the unit tests, and those whose editor is tested by clicks; the newest's is in e2e. */
const withUnits: Version[] = ['1.123', '2.20'];
const withEditor: Version[] = ['1.123'];

const node = (args: string[], env: NodeJS.ProcessEnv = {}): boolean =>
	spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
		.status === 0;

function test(version: Version): string[] {
	const folder = folderOf(version);
	const wasThere = existsSync(join(folder, 'node_modules'));
	console.log(`\n=== n8n ${exactOf(version)}`);
	const jest = (config: string, ...args: string[]) =>
		node(
			[join('node_modules', 'jest', 'bin', 'jest.js'), '--config', join('test', 'compat', config), ...args],
			{ COMPAT: version },
		);
	const failed: string[] = [];
	if (!node([join('test', 'install.mjs'), relative(root, folder)])) failed.push('installing it');
	else {
		if (!jest('jest.config.js', 'checks')) failed.push('the checks');
		if (withEditor.includes(version) && !jest('jest.config.js', 'editor')) failed.push('the editor');
		if (withUnits.includes(version) && !jest('units.config.js'))
			failed.push('the unit tests in its n8n-core');
	}
	if (all && !wasThere) rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
	return failed.map((what) => `n8n ${exactOf(version)}: ${what}`);
}

const failures = chosen.flatMap(test);
if (failures.length > 0) {
	console.error(`\nDid not hold:\n${failures.join('\n')}`);
	process.exit(1);
}
