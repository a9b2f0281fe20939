import type { IDataObject } from 'n8n-workflow';
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Why a token does not hold. */
export type Reason = 'malformed' | 'algorithm' | 'signature' | 'expired' | 'notYetValid';

/** `claims` only where the signature fits: nobody vouches for what another token says. */
export type Verdict =
	| { valid: true; claims: IDataObject }
	| { valid: false; reason: Reason; claims?: IDataObject };

type Key = string | Buffer;

const SEGMENT = /^[A-Za-z0-9_-]+$/;

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const digest = (content: string, key: Key): Buffer => createHmac('sha256', key).update(content).digest();

/** A JSON object out of a token's segment; undefined where it is none. */
function decoded(segment: string): IDataObject | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
		const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
		return isObject ? (value as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}

/** A JSON Web Token signed with HMAC-SHA256. Source: RFC 7519, RFC 7515 (compact form), RFC 7518 (HS256). */
export function signed(claims: IDataObject, key: Key): string {
	const content = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
	return `${content}.${digest(content, key).toString('base64url')}`;
}

/** Times are Unix seconds; what stands there and is none makes no limit that could be kept. */
function outOfTime({ exp, nbf }: IDataObject, now: number): Reason | undefined {
	if ([exp, nbf].some((time) => time !== undefined && typeof time !== 'number')) return 'malformed';
	if (typeof exp === 'number' && now >= exp) return 'expired';
	return typeof nbf === 'number' && now < nbf ? 'notYetValid' : undefined;
}

/**
 * Whether a token is one that the key signed and whose time it is (`now`: Unix seconds). HS256 alone is taken, whatever
 * the token says of itself. Never throws, compares in constant time.
 */
export function verified(token: string, key: Key, now: number): Verdict {
	const segments = token.trim().split('.');
	const header = segments.length === 3 && segments.every((one) => SEGMENT.test(one)) && decoded(segments[0]);
	// a token without a signature has an empty third segment, and says so by its algorithm
	if (!header) {
		const unsigned = segments.length === 3 && segments[2] === '' && decoded(segments[0]);
		return { valid: false, reason: unsigned && unsigned.alg !== 'HS256' ? 'algorithm' : 'malformed' };
	}
	// a critical header must be understood, and none is
	if (header.alg !== 'HS256' || header.crit !== undefined) return { valid: false, reason: 'algorithm' };
	const wanted = digest(`${segments[0]}.${segments[1]}`, key);
	const given = Buffer.from(segments[2], 'base64url');
	// the same bytes may be written in several ways: only one is the signature
	const fits = given.length === wanted.length && timingSafeEqual(given, wanted);
	if (!fits || given.toString('base64url') !== segments[2]) return { valid: false, reason: 'signature' };
	const claims = decoded(segments[1]);
	if (!claims) return { valid: false, reason: 'malformed' };
	const reason = outOfTime(claims, now);
	return reason ? { valid: false, reason, claims } : { valid: true, claims };
}
