import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface RunOptions {
	cwd: string;
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
	/** For npm, which is a script on Windows. */
	shell?: boolean;
}

/** Runs a program to its end and returns what it printed; throws with all of it if it does not succeed. */
export async function run(program: string, args: string[], options: RunOptions): Promise<string> {
	const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let printed = '';
	let complaints = '';
	child.stdout.on('data', (chunk) => (printed += chunk));
	child.stderr.on('data', (chunk) => (complaints += chunk));
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`${[program, ...args].join(' ')}\n${printed}${complaints}`);
	return printed;
}
