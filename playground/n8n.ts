import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { nodePath, packagedNode, playground } from './node';
import { until } from './until';

/** n8n itself, as npm installed it in this folder. */
const n8nIn = (folder: string) => join(folder, 'node_modules', 'n8n');

/** A module of n8n's that is not wanted; an n8n that does not know it would not start. */
const UNWANTED = 'mcp-registry';

/** What of the user's environment n8n may see: with all of it, a proxy or an N8N_ variable would change the run. */
const inherited = [
	'LANG',
	'TEMP',
	'TMP',
	'TMPDIR',
	'SystemRoot',
	'ComSpec',
	'PATHEXT',
	'NODE_EXTRA_CA_CERTS',
];

export interface N8nOptions {
	/** n8n's user folder (database, installed packages, log); also its HOME and working directory. */
	home: string;
	port: number;
	/** For n8n's code runners; the port after `port` unless given. */
	brokerPort?: number;
	/** Where npm installed the n8n to start; the playground unless given. */
	folder?: string;
	/** n8n's command: `start`, or `worker` and `webhook` in queue mode. */
	command?: string[];
	/** Added to, and stronger than, the environment given here. */
	env?: Record<string, string>;
	/** How long n8n may take until it is ready, in seconds. */
	patience?: number;
	/** Aborted before n8n is ready, it ends n8n and makes `startN8n` throw. */
	signal?: AbortSignal;
}

/** One running n8n process. Stopped or killed, it starts again with `startN8n` and the same options. */
export interface N8n {
	/** Without a slash at the end. */
	url: string;
	port: number;
	home: string;
	/** n8n's output; appended to at every start. */
	logFile: string;
	pid: number;
	/** Settles when the process has ended, whoever ended it. */
	ended: Promise<void>;
	/** SIGTERM, and SIGKILL after 15 seconds. Ends exactly this process and what it started. */
	stop(): Promise<void>;
	/** SIGKILL: n8n gets no chance to save anything, and its next start waits 10 seconds longer. */
	kill(): Promise<void>;
}

/** The last lines of n8n's log, to show when something went wrong. */
export function logTail(logFile: string, lines = 25): string {
	return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

function environment(options: N8nOptions): NodeJS.ProcessEnv {
	const { home, port, brokerPort = port + 1, folder = playground } = options;
	const knows = existsSync(join(n8nIn(folder), 'dist', 'modules', UNWANTED));
	const own = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
	return {
		...own,
		PATH: nodePath(folder),
		HOME: home,
		USERPROFILE: home,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: home,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: 'a-key-for-the-playground-only',
		DB_TYPE: 'sqlite',
		N8N_LOG_LEVEL: 'info',
		NO_COLOR: '1',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		...(knows && { N8N_DISABLED_MODULES: UNWANTED }),
		...options.env,
	};
}

/** Windows has no process groups; elsewhere n8n leads its own, so that its code runner ends with it. */
function signal(child: ChildProcess, name: 'SIGTERM' | 'SIGKILL') {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	if (process.platform === 'win32') child.kill(name);
	else process.kill(-child.pid, name);
}

async function ready(url: string): Promise<boolean> {
	return (await fetch(`${url}/healthz/readiness`)).ok;
}

/**
 * Starts n8n on 127.0.0.1 with its packaged Node and returns once it is ready for requests. Throws, with the end
 * of n8n's log, if it is not ready in time or ends before; nothing is left running then.
 */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const { home, port, command = ['start'], patience = 120, folder = playground } = options;
	mkdirSync(home, { recursive: true });
	const logFile = join(home, 'n8n.log');
	const output = openSync(logFile, 'a');
	const child = spawn(packagedNode(folder).node, [join(n8nIn(folder), 'bin', 'n8n'), ...command], {
		cwd: home,
		env: environment(options),
		stdio: ['ignore', output, output],
		detached: process.platform !== 'win32',
		windowsHide: true,
	});
	closeSync(output);
	const ended = once(child, 'exit').then(() => undefined);
	const running = () => child.exitCode === null && child.signalCode === null;
	// n8n leads a process group of its own: nothing else would end it if this process ended early.
	const killLast = () => signal(child, 'SIGKILL');
	process.once('exit', killLast);
	child.once('exit', () => process.off('exit', killLast));

	const n8n: N8n = {
		url: `http://127.0.0.1:${port}`,
		port,
		home,
		logFile,
		pid: child.pid ?? 0,
		ended,
		async stop() {
			if (!running()) return;
			signal(child, 'SIGTERM');
			const patient = new AbortController();
			const late = wait(15_000, 'late', { signal: patient.signal }).catch(() => undefined);
			if ((await Promise.race([ended, late])) === 'late') signal(child, 'SIGKILL');
			patient.abort();
			await ended;
		},
		async kill() {
			if (!running()) return;
			signal(child, 'SIGKILL');
			await ended;
		},
	};

	try {
		await until(
			'n8n is ready',
			async () => {
				if (!running() || options.signal?.aborted) return 'ended';
				return await ready(n8n.url);
			},
			{ seconds: patience },
		);
		options.signal?.throwIfAborted();
		if (!running()) throw new Error(`n8n ended with code ${child.exitCode ?? child.signalCode}`);
	} catch (error) {
		await n8n.kill();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${reason}\nThe end of ${logFile}:\n${logTail(logFile)}`);
	}
	return n8n;
}
