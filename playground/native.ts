import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath, packagedNode } from './node';

/**
 * `npm run setup` in a folder that holds an n8n: its native modules (`allowScripts` names them), for the Node beside it.
 * npm installed everything without install scripts (root's Node may be 20, and only these matter); where a prebuilt
 * binary can be had, this takes seconds.
 */
const folder = process.cwd();
const { allowScripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
	allowScripts: Record<string, boolean>;
};
const { node, home } = packagedNode(folder);

const loads = (name: string) => {
	const run = spawnSync(node, ['-e', `require(${JSON.stringify(name)})`], { cwd: folder });
	return run.status === 0;
};

const missing = Object.keys(allowScripts).filter((name) => !loads(name));
if (missing.length > 0) {
	console.log(`Building ${missing.join(' and ')} for n8n (seconds if prebuilt, else 1 to 3 minutes) …`);
	const log = join(folder, 'node_modules', '.native.log');
	const output = openSync(log, 'w');
	spawnSync('npm', ['rebuild', ...missing, '--ignore-scripts=false', '--foreground-scripts'], {
		cwd: folder,
		stdio: ['ignore', output, output],
		shell: process.platform === 'win32',
		env: { ...process.env, PATH: nodePath(folder), npm_config_nodedir: home },
	});
	closeSync(output);
	const failed = missing.filter((name) => !loads(name));
	if (failed.length > 0) {
		console.error(`${failed.join(' and ')} could not be built; the messages are in ${log}.`);
		console.error('Compiling them takes Python 3 and a C++ compiler (make and g++, Xcode, Visual Studio).');
		process.exit(1);
	}
}
