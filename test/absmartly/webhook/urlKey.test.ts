import * as crypto from 'node:crypto';
import { fitsKey, isKey, keyIn, makeKey } from '../../../nodes/Absmartly/webhook/urlKey';

jest.mock('node:crypto', () => ({
	...jest.requireActual<typeof crypto>('node:crypto'),
	timingSafeEqual: jest.fn(jest.requireActual<typeof crypto>('node:crypto').timingSafeEqual),
}));
const compared = jest.mocked(crypto.timingSafeEqual);

it('makes keys of 32 random bytes, which stand in a path as they are', () => {
	const keys = Array.from({ length: 100 }, makeKey);
	expect(new Set(keys).size).toBe(100);
	for (const key of keys) {
		expect(Buffer.from(key, 'base64url')).toHaveLength(32);
		expect(encodeURIComponent(key)).toBe(key);
		expect(isKey(key)).toBe(true);
	}
});

it('takes no key but its own, compared in constant time', () => {
	const key = makeKey();
	compared.mockClear();
	expect(fitsKey(key, key)).toBe(true);
	for (const other of ['', key.slice(0, -1), `${key}x`, key.toLowerCase(), makeKey(), `${key}\0`])
		expect(fitsKey(other, key)).toBe(false);
	// hashes, so that lengths tell nothing either
	expect(compared.mock.calls.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual(Array(7).fill([32, 32]));
});

it('fits nothing where there is no key, or a weak one', () => {
	for (const weak of [undefined, null, '', 'short', 5, {}, 'x'.repeat(31), `${'x'.repeat(40)}/`])
		expect(fitsKey(String(weak), weak)).toBe(false);
	expect(fitsKey('x'.repeat(100_000), makeKey())).toBe(false);
});

it.each([
	['/webhook/a/a/KEY', 'KEY'],
	['/webhook/a/KEY?x=/OTHER', 'KEY'],
	['/webhook/a/KEY/', ''],
	['KEY', 'KEY'],
	['', ''],
	[undefined, ''],
])('reads the last segment of %j', (url, key) => {
	expect(keyIn(url)).toBe(key);
});
