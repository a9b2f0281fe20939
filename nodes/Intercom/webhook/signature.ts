import { createHmac, timingSafeEqual } from 'node:crypto';

const FORM = /^sha1=([0-9a-f]{40})$/i;

/** `X-Hub-Signature` of a body: `sha1=` and the hex HMAC-SHA1 of its bytes, keyed with the app's client secret. Source: Intercom, webhook models. */
export const sign = (body: Buffer, secret: string): string =>
	`sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;

/**
 * Whether the signature fits the raw bytes under any of the secrets (current and previous). Never throws, compares in
 * constant time, and without a secret nothing fits.
 */
export function isSigned(body: Buffer, signature: unknown, secrets: string[]): boolean {
	const given = typeof signature === 'string' ? FORM.exec(signature)?.[1] : undefined;
	if (!given) return false;
	const bytes = Buffer.from(given, 'hex');
	return secrets.some((secret) => timingSafeEqual(bytes, createHmac('sha1', secret).update(body).digest()));
}
