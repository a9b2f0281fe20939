import type { IAllExecuteFunctions, IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { own } from '../values/own';
import { numberIn } from '../values/plain';
import { attempt, cancelSignal, type Outcome, type Reply, type Sender } from './attempt';
import { blotting } from './blot';
import type { Governor } from './governor';
import { wait } from './wait';
import type { RateWindow } from './window';

export { cancelSignal };
export type { Outcome, Reply };

/** An outcome, how many attempts there were, and how many before it ended in a fault. */
export type Exchanged = Outcome & { faults: number; attempts: number };

/** Times in milliseconds. */
export type Policy = {
	timeoutMs: number;
	/** Tries for a fault that may be tried again; a 429 is waited out up to `patience` times besides. */
	attempts: number;
	patience: number;
	backoffMs: number;
	longestPauseMs: number;
};

export const policy: Policy = {
	timeoutMs: 60_000,
	attempts: 4,
	patience: 30,
	backoffMs: 500,
	longestPauseMs: 60_000,
};

/** What a vendor decides about its requests. */
export type Rules = Pick<Sender, 'credentialType' | 'credentialOptions'> & {
	/** What no reply may repeat: the secrets of the credential. */
	secrets?: string[];
	governor: Governor;
	policy: Policy;
	/** Aborted when the run has failed or is cancelled: then nothing more is sent. What is under way ends only when cancelled. */
	stopped?: AbortSignal;
	/** Whether a request with this outcome does no harm when it is sent again. 429 is never asked about. */
	mayRepeat: (outcome: Outcome) => boolean;
	/** Whether this reply says that the request came too early, and is to be waited out. A 429 by default. */
	isTooEarly?: (reply: Reply) => boolean;
	/** Whether this reply leaves open what became of the request. A status of 500 or more by default. */
	isFaulty?: (reply: Reply) => boolean;
	/** How much of the server's window is left to other apps, in percent. */
	reserve?: number;
};

/** Nothing of it was sent, so that even a POST may be tried again. */
export const neverSent = (outcome: Outcome): boolean => 'fault' in outcome && outcome.unsent;

export const isTimeout = (fault: string): boolean =>
	['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'].includes(fault);

/** What the reply says about the window; undefined where it has no `X-RateLimit-*` (Unix seconds) and `Date`. */
function rateWindow(headers: IDataObject): RateWindow | undefined {
	const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
		Number(own(headers, `x-ratelimit-${name}`) ?? NaN),
	);
	const window = { limit, remaining, resetAt: reset * 1000, at: Date.parse(String(headers.date)) };
	return Object.values(window).every(Number.isFinite) ? window : undefined;
}

/** Milliseconds until a refused request may be tried again, where no window says so: `Retry-After` is in seconds. */
export function retryAfter(headers: IDataObject, { backoffMs, longestPauseMs }: Policy): number {
	return Math.min(Math.max(askedFor(headers) ?? backoffMs * 4, backoffMs), longestPauseMs);
}

/** Milliseconds that the server asks to wait, by `Retry-After`: seconds, or a date (RFC 9110); undefined where it does not. */
function askedFor(headers: IDataObject): number | undefined {
	const said = headers['retry-after'];
	const seconds = numberIn(said);
	const ms = seconds === undefined ? Date.parse(String(said)) - Date.now() : seconds * 1000;
	return ms > 0 ? ms : undefined;
}

/** Milliseconds before the next attempt after a fault: longer each time, or as long as the server asks. */
function pauseAfter(outcome: Outcome, faults: number, { backoffMs, longestPauseMs }: Policy): number {
	const asked = 'reply' in outcome ? (askedFor(outcome.reply.headers) ?? 0) : 0;
	return Math.min(Math.max(backoffMs * 2 ** faults, asked), longestPauseMs);
}

const isRefused = ({ statusCode }: Reply): boolean => statusCode === 429;

/** Tells the governor what an outcome means for those who come after. */
function report(outcome: Outcome, rules: Rules): void {
	const { governor, policy: how, reserve = 0, isTooEarly = isRefused } = rules;
	if ('fault' in outcome) {
		governor.failed(!neverSent(outcome));
		return;
	}
	const { statusCode, headers } = outcome.reply;
	const window = rateWindow(headers);
	if (window) governor.heard(window, reserve);
	// with nothing left the window says how long, otherwise it was refused for another reason
	if (isTooEarly(outcome.reply))
		governor.pause(window?.remaining === 0 ? how.backoffMs : retryAfter(headers, how));
	if (statusCode >= 502) governor.failed(true);
}

/**
 * Sends a request through the governor until it has an outcome to keep. 429 holds back every caller of the governor until
 * the server's reset and is tried again whatever the method, since it was refused; faults only where the vendor's
 * rules say that a repeat does no harm. Ends at once when the execution is cancelled, and before the next attempt
 * when the run has failed.
 */
export async function exchange(
	context: IAllExecuteFunctions,
	options: IHttpRequestOptions,
	rules: Rules,
): Promise<Exchanged> {
	const { governor, policy: how, stopped = cancelSignal(context) } = rules;
	const { isFaulty = ({ statusCode }: Reply) => statusCode >= 500, isTooEarly = isRefused } = rules;
	const { credentialType, credentialOptions, secrets = [] } = rules;
	const blot = blotting(secrets);
	const sender = { credentialType, credentialOptions, timeoutMs: how.timeoutMs, blot };
	let faults = 0;
	let refusals = 0;
	for (;;) {
		const outcome = await governor.run(async () => {
			const result = await attempt(context, options, sender);
			report(result, rules);
			return result;
		}, stopped);

		const told = { ...outcome, faults, attempts: faults + refusals + 1 };
		if ('reply' in outcome && isTooEarly(outcome.reply)) {
			if (++refusals > how.patience) return told;
			continue;
		}
		const fine = 'reply' in outcome && !isFaulty(outcome.reply);
		if (fine || faults + 1 >= how.attempts || !rules.mayRepeat(outcome)) return told;
		await wait(pauseAfter(outcome, faults++, how), stopped);
	}
}
