import { isSigned, sign } from '../../../nodes/Intercom/webhook/signature';

// RFC 2202, test case 2
const body = Buffer.from('what do ya want for nothing?');
const vector = 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';

describe('isSigned', () => {
	it('agrees with the published vector', () => {
		expect(sign(body, 'Jefe')).toBe(vector);
		expect(isSigned(body, vector, ['Jefe'])).toBe(true);
		expect(isSigned(body, `sha1=${vector.slice(5).toUpperCase()}`, ['Jefe'])).toBe(true);
	});

	it('takes the previous secret while rotating, and no third', () => {
		expect(isSigned(body, vector, ['new', 'Jefe'])).toBe(true);
		expect(isSigned(body, vector, ['new', 'newer'])).toBe(false);
	});

	it('fails closed without a secret', () => {
		expect(isSigned(body, sign(body, ''), [])).toBe(false);
	});

	it.each([
		['nothing', undefined],
		['an empty text', ''],
		['the scheme alone', 'sha1='],
		['a short digest', vector.slice(0, -1)],
		['a long digest', `${vector}0`],
		['another digest', `sha1=${'0'.repeat(40)}`],
		['the digest without scheme', vector.slice(5)],
		['sha256', `sha256=${'0'.repeat(64)}`],
		['a repeated header', `${vector}, ${vector}`],
		['an array', [vector]],
		['no hex', `sha1=${'z'.repeat(40)}`],
		['a number', 5],
	])('refuses %s', (_, signature) => {
		expect(isSigned(body, signature, ['Jefe'])).toBe(false);
	});

	it('refuses the same JSON written differently, and one changed byte', () => {
		const json = Buffer.from('{"a":"\\u00e9","b":1}');
		const signature = sign(json, 'secret');
		expect(isSigned(Buffer.from(JSON.stringify(JSON.parse(json.toString()))), signature, ['secret'])).toBe(
			false,
		);
		const changed = Buffer.from(json);
		changed[3] ^= 1;
		expect(isSigned(changed, signature, ['secret'])).toBe(false);
		expect(isSigned(json, signature, ['secret'])).toBe(true);
	});
});
