import { startIntercom } from '../simulators/intercom';
import { Asker, Ended, isAnswer, limits as usual, type Limits } from './asker';
import { Comparison } from './comparison';
import { fill } from './content';
import { compareWindows, probe } from './probes';
import { read } from './reads';
import type { Outcome } from './report';
import { Wrong, type Settings } from './settings';
import { sideOf, type Sides } from './sides';
import { Writes } from './writes';

/** More contacts than a workspace for testing has. */
export const MANY = 500;

/** Throws `Wrong` where the token is not taken. */
async function checkToken({ real }: Sides): Promise<void> {
	const me = await real.asker.ask({ method: 'GET', path: '/me' });
	if (!isAnswer(me)) throw new Wrong(`Intercom could not be reached (${me.fault})`);
	if ([401, 403].includes(me.status))
		throw new Wrong('Intercom refuses the token. Check INTERCOM_ACCESS_TOKEN and INTERCOM_REGION');
}

/** Throws `Ended` where the workspace has many contacts, or does not say how many. */
async function checkSize({ real }: Sides): Promise<void> {
	const contacts = await real.asker.ask({ method: 'GET', path: '/contacts', query: { per_page: '1' } });
	const total = isAnswer(contacts)
		? (contacts.body as { total_count?: unknown } | undefined)?.total_count
		: undefined;
	const unless = 'Nothing was written. --production writes all the same';
	if (typeof total !== 'number')
		throw new Ended(`the workspace does not say how many contacts it has. ${unless}`);
	if (total > MANY)
		throw new Ended(`the workspace has more than ${MANY} contacts, so customers may be in it. ${unless}`);
}

/** Runs it and gives why it ended early, null where it did not. */
async function untilEnded(run: () => Promise<void>): Promise<string | null> {
	try {
		await run();
		return null;
	} catch (error) {
		if (error instanceof Ended) return error.message;
		throw error;
	}
}

export type Run = {
	/** Is called with what ends the run early, in order. */
	onStart?: (stop: () => void) => void;
	tell?: (line: string) => void;
	limits?: Partial<Limits>;
};

/**
 * Compares a workspace with the simulator, which is started for it and closed again: reads first, then writes where that
 * is wanted, and removes what was made whatever happens. Rejects with `Wrong` where nothing can be asked at all.
 */
export async function live(
	settings: Settings,
	{ onStart, tell = () => {}, limits = {} }: Run = {},
): Promise<Outcome> {
	const simulator = await startIntercom();
	try {
		await fill(simulator);
		const { url: baseUrl, accessToken: token } = simulator;
		const { version, write, region } = settings;
		const real = new Asker(settings, { ...usual, ...limits });
		const endless = { ...usual, requests: Infinity, waits: Infinity };
		const sides: Sides = {
			real: sideOf(real),
			simulated: sideOf(new Asker({ baseUrl, token, version }, endless)),
			comparison: new Comparison(),
			version,
		};
		const writes = new Writes(sides, tell);
		onStart?.(() => real.stop());
		await checkToken(sides);
		const ended = await untilEnded(async () => {
			await read(sides, tell);
			await probe(sides, tell);
			if (!write) return;
			if (!settings.production) await checkSize(sides);
			try {
				await writes.make();
			} finally {
				await writes.remove();
			}
		});
		compareWindows(sides);
		const { comparison } = sides;
		return {
			date: new Date().toISOString().slice(0, 10),
			region,
			version,
			write,
			requests: real.requests,
			compared: comparison.requests,
			findings: comparison.findings(),
			left: comparison.left,
			headers: comparison.headers,
			ended,
			remaining: writes.left,
			mark: writes.mark,
		};
	} finally {
		await simulator.close();
	}
}
