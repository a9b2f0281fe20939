import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of a key that is made here. */
const BYTES = 32;

/** Shortest key that a person may fill in, and longest that is looked at, in characters. */
export const SHORTEST = 32;
const LONGEST = 200;

/** Letters that stand in a path as they are. */
const FORM = /^[\w-]+$/;

/** An unguessable key: 43 letters of base64url. */
export const makeKey = (): string => randomBytes(BYTES).toString('base64url');

/** Whether a key is fit for a URL's path, and too long to be guessed. */
export const isKey = (key: unknown): key is string =>
	typeof key === 'string' && key.length >= SHORTEST && key.length <= LONGEST && FORM.test(key);

/** The last segment of a request's path (`/webhook/…/KEY?x=1`), where n8n's webhooks have the key. */
export function keyIn(url: string | undefined): string {
	const path = (url ?? '').split('?', 1)[0];
	return path.slice(path.lastIndexOf('/') + 1);
}

const digest = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Whether the key given is the one expected. In constant time, and without a fit key nothing fits. */
export const fitsKey = (given: string, expected: unknown): boolean =>
	isKey(expected) && given.length <= LONGEST && timingSafeEqual(digest(given), digest(expected));
