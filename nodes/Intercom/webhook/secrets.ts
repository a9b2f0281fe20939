/** Milliseconds. No secret is accepted that was read from the credential longer ago than this. */
export const KEPT_MS = 60_000;

/** Milliseconds from one read of the credential to the next, whatever comes in meanwhile. */
export const READ_EVERY_MS = 1_000;

type Read = { at: number; secrets: Promise<string[]> };

/** The last read, and the last one that went well, with when they began. */
type Memory = { last: Read; good?: { at: number; secrets: string[] } };

/**
 * The client secrets of each trigger (workflow, node and credential), kept in this process, because n8n starts an
 * expression engine for every read of a credential. `fits` says whether a delivery is signed with one of the secrets:
 * - what fits the kept ones costs no read; a secret that was changed or removed in the credential is accepted for
 *   KEPT_MS more at the longest,
 * - what does not fit leads to one fresh read before it is refused, so a new secret is known at once; but there is one
 *   read in READ_EVERY_MS at the most, so deliveries that anybody may send cannot force more. Until the next one may
 *   be made, what does not fit the last read is refused (Intercom sends again after a minute).
 *
 * Resolves to the secrets to judge the delivery by; rejects as `read` did, if that was all there is to judge by.
 * `now` gives milliseconds that never run backwards.
 */
export function createSecrets(now: () => number = () => performance.now()) {
	const memories = new Map<string, Memory>();

	function fresh(trigger: string, read: () => Promise<string[]>): Read {
		for (const [other, { last }] of memories) if (now() - last.at >= KEPT_MS) memories.delete(other);
		const last: Read = { at: now(), secrets: read() };
		const memory: Memory = memories.get(trigger) ?? { last };
		memory.last = last;
		memories.set(trigger, memory);
		const keep = (secrets: string[]) => (memory.good = { at: last.at, secrets });
		// of a failure those are told who asked, and the good ones stay
		last.secrets.then(keep, () => {});
		return last;
	}

	return async (
		trigger: string,
		read: () => Promise<string[]>,
		fits: (secrets: string[]) => boolean,
	): Promise<string[]> => {
		const { good, last } = memories.get(trigger) ?? {};
		if (good && now() - good.at < KEPT_MS && fits(good.secrets)) return good.secrets;
		const latest = last && now() - last.at < READ_EVERY_MS ? last : fresh(trigger, read);
		return await latest.secrets;
	};
}

/** The memory of this process. */
export const keptSecrets = createSecrets();
