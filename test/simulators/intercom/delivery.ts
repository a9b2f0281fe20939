import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const timeoutMs = 5000;

const headers = {
	accept: 'application/json',
	'content-type': 'application/json',
	'user-agent': 'intercom-parrot-service-client/1.0',
};

/** So much of an answer's body is kept, in characters. */
const kept = 500;

/** What came of one request: the status (null where there was no answer), the answer's body, and the time it took, in real ms. */
export type Outcome = { status: number | null; answer: string; ms: number };

/** `sha1=` and the HMAC-SHA1 of the exact bytes, in hex, under the app's client secret. */
export const sign = (body: string, clientSecret: string) =>
	`sha1=${createHmac('sha1', clientSecret).update(body).digest('hex')}`;

/** JSON as Ruby on Rails writes it, with `<`, `>` and `&` escaped: parsing and writing it anew changes the bytes. */
export const railsJson = (value: unknown) =>
	JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => {
		return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});

/** Posts a notification as Intercom does; redirects are not followed, the answer is `delayMs` (real) late. */
export const post = (url: string, body: string, signature: string, signal: AbortSignal, delayMs: number) =>
	request(
		url,
		{ method: 'POST', body, headers: { ...headers, 'x-hub-signature': signature } },
		signal,
		delayMs,
	);

/** The check on saving a URL. */
export const head = (url: string, signal: AbortSignal) =>
	request(url, { method: 'HEAD', headers: { 'user-agent': headers['user-agent'] } }, signal);

async function request(
	url: string,
	options: RequestInit,
	signal: AbortSignal,
	delayMs = 0,
): Promise<Outcome> {
	const started = performance.now();
	// AbortSignal.timeout within AbortSignal.any is lost to the garbage collector in Node 20, and then never fires
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(), timeoutMs);
	const within = AbortSignal.any([signal, late.signal]);
	const outcome = await fetch(url, { ...options, redirect: 'manual', signal: within })
		.then(async (response) => {
			const answer = await response.text().catch(() => '');
			if (delayMs > 0) await pause(delayMs, undefined, { signal: within });
			return { status: response.status, answer: answer.slice(0, kept) };
		})
		.catch(() => ({ status: null, answer: '' }))
		.finally(() => clearTimeout(timer));
	return { ...outcome, ms: Math.round(performance.now() - started) };
}
