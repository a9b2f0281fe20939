import { positions, minorOf } from '../facts/requests';
import { replyOf } from '../facts/replies';
import { versionFor } from '../../nodes/Intercom/connection/hosts';
import type { Answer, Asker, Call, Silence } from './asker';
import type { Comparison } from './comparison';
import type { Described } from './described';

/** A workspace that is asked, and the paths of what it is known to have, by pattern: `/contacts/{}` → `/contacts/6762…`. */
export type Side = { asker: Asker; known: Map<string, string[]>; memory: Map<string, string> };

/** The workspace that somebody has, and the one that the simulator plays. */
export type Sides = { real: Side; simulated: Side; comparison: Comparison; version: string };

export const sideOf = (asker: Asker): Side => ({ asker, known: new Map(), memory: new Map() });

/** The paths that a request like `GET /contacts/{contact_id}/tags` has on this side. */
export function pathsOf({ known }: Side, request: string): string[] {
	const path = positions(request.slice(request.indexOf('/')));
	const end = path.lastIndexOf('{}') + 2;
	if (end === 1) return [path];
	return (known.get(path.slice(0, end)) ?? []).map((found) => found + path.slice(end));
}

/** What the description has as the reply to it; undefined where no version describes one. */
export function describedReply(request: string, version: string): Described | undefined {
	const minor = minorOf(version);
	try {
		const { reply } = replyOf(request, minor);
		return reply === undefined || reply === 'file' ? undefined : { shape: reply, minor };
	} catch {
		return undefined;
	}
}

export type Asked = { request: string; note?: string; needs?: string; refusable?: boolean };

/** Asks both sides what `calls` gives for each, compares, and gives the replies. */
export async function askBoth(
	{ real, simulated, comparison, version }: Sides,
	{ request, note, needs, refusable }: Asked,
	calls: (side: Side) => Call[],
): Promise<{ reals: Array<Answer | Silence>; simulations: Array<Answer | Silence> }> {
	const name = note ? `${request} (${note})` : request;
	const wanted = { real: calls(real), simulated: calls(simulated) };
	const reals: Array<Answer | Silence> = [];
	const simulations: Array<Answer | Silence> = [];
	if (wanted.real.length === 0) comparison.left.set(name, 'the workspace has nothing to ask it about');
	else if (wanted.simulated.length === 0)
		comparison.left.set(name, 'the simulator has nothing to ask it about');
	else {
		for (const call of wanted.real) reals.push(await real.asker.ask({ version: needs, ...call }));
		for (const call of wanted.simulated)
			simulations.push(await simulated.asker.ask({ version: needs, ...call }));
		const described = describedReply(request, versionFor(version, needs));
		comparison.add({ request: name, described, refusable }, reals, simulations);
	}
	return { reals, simulations };
}
