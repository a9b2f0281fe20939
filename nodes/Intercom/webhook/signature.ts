import { createHmac, timingSafeEqual } from 'node:crypto';

const FORM = /^sha1=([0-9a-f]{40})$/i;

const hmac = (body: Buffer, secret: string): Buffer => createHmac('sha1', secret).update(body).digest();

/** `X-Hub-Signature` of a body: `sha1=` and the hex HMAC-SHA1 of its bytes, keyed with the app's client secret. Source: Intercom, webhook models. */
export const sign = (body: Buffer, secret: string): string => `sha1=${hmac(body, secret).toString('hex')}`;

/** The 20 bytes of a well-formed `X-Hub-Signature`. */
function digestOf(signature: unknown): Buffer | undefined {
	const hex = typeof signature === 'string' ? FORM.exec(signature)?.[1] : undefined;
	return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}

/** Whether it has the form of a signature at all; what has not needs no secret to be refused. */
export const isWellFormed = (signature: unknown): boolean => digestOf(signature) !== undefined;

/**
 * Whether the signature fits the raw bytes under any of the secrets (current and previous). Never throws, compares in
 * constant time, and without a secret nothing fits.
 */
export function isSigned(body: Buffer, signature: unknown, secrets: string[]): boolean {
	const given = digestOf(signature);
	return given !== undefined && secrets.some((secret) => timingSafeEqual(given, hmac(body, secret)));
}
