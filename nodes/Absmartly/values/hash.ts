import { createHash } from 'crypto';

/** One UTF-16 unit as up to three bytes: Buffer would turn half of a surrogate pair into U+FFFD. */
function bytesOfUnit(unit: string): Buffer {
	const code = unit.charCodeAt(0);
	return code < 0xd800 || code > 0xdfff
		? Buffer.from(unit)
		: Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]);
}

/** UTF-8, but each half of a surrogate pair on its own, which is how ABsmartly's JavaScript SDK writes it. */
const bytesOf = (text: string): Buffer =>
	/[\ud800-\udfff]/.test(text) ? Buffer.concat(text.split('').map(bytesOfUnit)) : Buffer.from(text);

/**
 * The ID of a unit as ABsmartly's SDKs send it with `hashed: true`: MD5 in unpadded base64url, 22 characters. Byte for
 * byte that of `@absmartly/javascript-sdk`, also for characters beyond U+FFFF.
 */
export const hashUid = (uid: string): string => createHash('md5').update(bytesOf(uid)).digest('base64url');
