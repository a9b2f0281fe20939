import { UserError, type IDataObject } from 'n8n-workflow';
import type { Values } from '../../core/table/operation';
import { own } from '../../core/values/own';
import { shown } from '../../core/values/plain';
import { secretsOf } from '../connection/credential';
import { isSigned, isWellFormed } from '../webhook/signature';
import { signed, verified } from './jwt';
import type { Local } from './locally';
import { userHash } from './userHash';

/** A secret of the credential; the message names the field, as the credential shows it. */
function needed(secret: string | undefined, displayName: string): string {
	if (secret?.trim()) return secret.trim();
	throw new UserError(`The Intercom credential has no ${displayName}`, {
		description: `Fill in '${displayName}' in the credential that this node uses. It may stand under Advanced.`,
	});
}

const messengerSecret = ({ credential }: Local): string =>
	needed(credential.messengerApiSecret, 'Messenger API Secret');

export function generateUserHash({ body, credential }: Local): IDataObject {
	const secret = needed(credential.identityVerificationSecret, 'Identity Verification Secret');
	const { user_id } = body as { user_id: string };
	return { user_id, user_hash: userHash(user_id, secret) };
}

const secondsIn: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600 };

/** A hundred years. */
const LONGEST_SECONDS = 100 * 365 * 24 * 3600;

/** Claims that have a field of their own or a meaning of their own. Source: RFC 7519, 4.1. */
const RESERVED = ['user_id', 'email', 'name', 'iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];

/** Attributes that the user signs along: they become claims beside the user's id. */
export function signedAttributes(attributes: Values | undefined): Values {
	const reserved = Object.keys(attributes ?? {}).filter((name) => RESERVED.includes(name));
	if (reserved.length === 0) return attributes ?? {};
	throw new UserError(`'${reserved.join("', '")}' cannot be a signed attribute`, {
		description:
			'A token says this by itself. Use the field of this name where there is one, and remove the attribute',
	});
}

/** `values`: `{ expires_in, expires_unit }`; `body`: the claims. The element has `exp` in Unix seconds. */
export async function generateJwt(local: Local): Promise<IDataObject> {
	const { values, body } = local;
	const secret = messengerSecret(local);
	const lasts = Number(values.expires_in) * (own(secondsIn, String(values.expires_unit)) ?? NaN);
	if (!(lasts >= 1 && lasts <= LONGEST_SECONDS)) {
		throw new UserError(`Expires In is '${shown(values.expires_in)}'`, {
			description: 'Give a number of 1 or more, and no more than 100 years',
		});
	}
	const { attributes, ...claims } = body as IDataObject;
	const exp = Math.floor(Date.now() / 1000 + lasts);
	const token = await signed({ ...(attributes as IDataObject), ...claims, exp }, secret);
	return { user_id: claims.user_id, token, exp, expires_at: new Date(exp * 1000).toISOString() };
}

/** `reason` beside those of a token in general: `noUserId`, without which Intercom takes none. */
export async function verifyJwt(local: Local): Promise<IDataObject> {
	const now = Math.floor(Date.now() / 1000);
	const verdict = await verified(String(local.body.token), messengerSecret(local), now);
	if (!verdict.valid) return verdict;
	const { user_id: userId } = verdict.claims;
	const hasUser = ['string', 'number'].includes(typeof userId) && String(userId) !== '';
	return hasUser ? verdict : { valid: false, reason: 'noUserId', claims: verdict.claims };
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

const notRaw = () =>
	new UserError('The body is not text', {
		description:
			'A signature is over the bytes as they came. Switch Raw Body on in the Webhook node and choose Binary Field here',
	});

/** The bytes that were signed, out of what the item holds. */
async function rawBody({ values, file }: Local): Promise<Buffer> {
	if (values.body_from === 'binary') return await file(String(values.binary_field));
	const { raw_body: text } = values;
	if (typeof text !== 'string') throw notRaw();
	if (values.body_from === 'text') return Buffer.from(text, 'utf8');
	const compact = text.replace(/\s/g, '').replace(/-/g, '+').replace(/_/g, '/');
	if (BASE64.test(compact)) return Buffer.from(compact, 'base64');
	throw new UserError('The body is not base64', {
		description: 'Choose under Body From how the body is given: as text, as base64 or in a binary field',
	});
}

/** `signed_with`: the secret that fits, `current` or `previous`. A signature that does not fit is a result. */
export async function verifyWebhook(local: Local): Promise<IDataObject> {
	const { credential, values } = local;
	if (secretsOf(credential).length === 0) needed(undefined, 'Client Secret');
	const body = await rawBody(local);
	const signature = String(values.signature).trim();
	if (!isWellFormed(signature)) return { valid: false, reason: 'malformed' };
	const { clientSecret, previousClientSecret } = credential;
	const fits = (secret?: string) => isSigned(body, signature, secretsOf({ clientSecret: secret }));
	if (fits(clientSecret)) return { valid: true, signed_with: 'current' };
	return fits(previousClientSecret)
		? { valid: true, signed_with: 'previous' }
		: { valid: false, reason: 'signature' };
}
