import { createHmac } from 'node:crypto';

/** The Messenger's `user_hash`: hex HMAC-SHA256 of the user's id, keyed with the identity verification secret. Source: Intercom, identity verification. */
export const userHash = (userId: string | Buffer, secret: string | Buffer): string =>
	createHmac('sha256', secret).update(userId).digest('hex');
