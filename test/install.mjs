import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

/**
 * `node test/install.mjs DIR…`: runs `npm ci`, then the `setup` script if there is one, in each directory whose
 * node_modules do not belong to its lockfile. Plain JavaScript, because it runs before anything is installed.
 * Every command calls it by name: `.npmrc` has ignore-scripts, which also switches off pre and post scripts.
 */
const root = resolve(import.meta.dirname, '..');

const directories = {
	'.': { label: 'what this package is built and tested with', usually: 'about a minute' },
	'test/scanner': { label: "n8n's scanner for community packages", usually: 'about half a minute' },
	playground: { label: 'a real n8n with its own Node 24', usually: '3 to 6 minutes, 2.4 GB' },
};

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/** Runs npm, says every 15 seconds how far it is, and ends the whole run if npm does not succeed. */
async function npm(directory, args, progress) {
	const started = Date.now();
	const timer = setInterval(() => console.log(`  … ${progress()} (${seconds(started)})`), 15_000);
	const child = spawn('npm', args, {
		cwd: directory,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
	});
	const code = await new Promise((done) => child.once('close', done).once('error', () => done(1)));
	clearInterval(timer);
	if (code === 0) return;
	console.error(`npm ${args[0]} did not succeed in ${directory}. Its messages stand above.`);
	process.exit(1);
}

async function install(name) {
	const directory = resolve(root, name);
	const lockfile = readFileSync(join(directory, 'package-lock.json'));
	const hash = createHash('sha256').update(lockfile).digest('hex');
	const stamp = join(directory, 'node_modules', '.installed');
	const [stampHash, stage] = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim().split(' ') : [];
	if (stampHash === hash && stage === 'ready') return;

	const started = Date.now();
	const packages = Object.keys(JSON.parse(lockfile).packages).filter(Boolean);
	const { label, usually } = directories[name] ?? {
		label: `n8n ${basename(name)}`,
		usually: '2 to 6 minutes, 2.5 GB',
	};
	if (stampHash !== hash) {
		console.log(`Installing ${label} (once; usually ${usually}) …`);
		await npm(
			directory,
			['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--loglevel=error'],
			() => {
				const there = packages.filter((path) => existsSync(join(directory, path, 'package.json')));
				return there.length ? `${there.length} of ${packages.length} packages unpacked` : 'fetching';
			},
		);
		// An interrupted set-up need not download everything again.
		writeFileSync(stamp, `${hash} unpacked`);
	}
	const { scripts } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
	if (scripts?.setup) await npm(directory, ['run', '--silent', 'setup'], () => 'still setting up');
	writeFileSync(stamp, `${hash} ready`);
	console.log(`Installed ${label} in ${seconds(started)}.`);
}

for (const name of process.argv.slice(2)) await install(name);
