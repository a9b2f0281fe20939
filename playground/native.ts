import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { node24Path, packagedNode } from './node24';

/**
 * `npm run setup`: n8n's two native modules, for the packaged Node 24. npm installed everything without install
 * scripts (root's Node may be 20, and only these two matter); where a prebuilt binary can be had, this takes seconds.
 */
const modules = ['sqlite3', 'isolated-vm'];
const { node, home } = packagedNode();

const loads = (name: string) => {
	const run = spawnSync(node, ['-e', `require(${JSON.stringify(name)})`], { cwd: __dirname });
	return run.status === 0;
};

const missing = modules.filter((name) => !loads(name));
if (missing.length > 0) {
	console.log(`Building ${missing.join(' and ')} for Node 24 (seconds if prebuilt, else 1 to 3 minutes) …`);
	const log = join(__dirname, 'node_modules', '.native.log');
	const output = openSync(log, 'w');
	spawnSync('npm', ['rebuild', ...missing, '--ignore-scripts=false', '--foreground-scripts'], {
		cwd: __dirname,
		stdio: ['ignore', output, output],
		shell: process.platform === 'win32',
		env: { ...process.env, PATH: node24Path(), npm_config_nodedir: home },
	});
	closeSync(output);
	const failed = missing.filter((name) => !loads(name));
	if (failed.length > 0) {
		console.error(`${failed.join(' and ')} could not be built; the messages are in ${log}.`);
		console.error('Compiling them takes Python 3 and a C++ compiler (make and g++, Xcode, Visual Studio).');
		process.exit(1);
	}
}
