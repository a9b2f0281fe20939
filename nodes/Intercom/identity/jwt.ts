import type { IDataObject } from 'n8n-workflow';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from '../../core/vendor/jose';

/** Why a token does not hold. */
export type Reason = 'malformed' | 'algorithm' | 'signature' | 'expired' | 'notYetValid';

/** `claims` only where the signature fits: nobody vouches for what another token says. */
export type Verdict =
	| { valid: true; claims: IDataObject }
	| { valid: false; reason: Reason; claims?: IDataObject };

type Key = string | Buffer;

const ALGORITHM = 'HS256';

/** No token that Intercom takes is longer, in characters. */
const LONGEST = 100_000;

const bytes = (key: Key): Uint8Array => new Uint8Array(Buffer.from(key as string));

/** A JSON Web Token signed with HMAC-SHA256. Source: RFC 7519, RFC 7515 (compact form), RFC 7518 (HS256). */
export const signed = async (claims: IDataObject, key: Key): Promise<string> =>
	await new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' }).sign(bytes(key));

/** What the library's refusal means. */
function verdictOn(error: unknown): Verdict {
	if (error instanceof errors.JWTExpired)
		return { valid: false, reason: 'expired', claims: error.payload as IDataObject };
	if (error instanceof errors.JWTClaimValidationFailed) {
		// a time that is none makes no limit that could be kept
		const reason = error.claim === 'nbf' && error.reason === 'check_failed' ? 'notYetValid' : 'malformed';
		return { valid: false, reason, claims: error.payload as IDataObject };
	}
	if (error instanceof errors.JWSSignatureVerificationFailed) return { valid: false, reason: 'signature' };
	return { valid: false, reason: 'malformed' };
}

/** Why a token is not worth looking at its signature; undefined where it is. */
function unusable(token: string): Reason | undefined {
	try {
		const { alg, crit } = decodeProtectedHeader(token);
		// a critical header must be understood, and none is
		if (alg !== ALGORITHM || crit !== undefined) return 'algorithm';
		return token.endsWith('.') ? 'malformed' : undefined;
	} catch {
		return 'malformed';
	}
}

/**
 * Whether a token is one that the key signed and whose time it is (`now`: Unix seconds). HS256 alone is taken, whatever
 * the token says of itself. Never rejects, compares in constant time.
 */
export async function verified(token: string, key: Key, now: number): Promise<Verdict> {
	const given = token.trim();
	const reason = given.length > LONGEST ? 'malformed' : unusable(given);
	if (reason) return { valid: false, reason };
	const options = { algorithms: [ALGORITHM], currentDate: new Date(now * 1000) };
	return await jwtVerify(given, bytes(key), options).then(
		({ payload }) => ({ valid: true, claims: payload as IDataObject }),
		verdictOn,
	);
}
