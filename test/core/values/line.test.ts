import { fileName, mediaType, oneLine } from '../../../nodes/core/values/line';

describe('the name of a file', () => {
	it.each([
		['call 7.mp3', 'call 7.mp3'],
		['a\r\nSet-Cookie: x\u001b[31m.mp3', 'aSet-Cookie: x[31m.mp3'],
		['a\u2028b\u0085c.txt', 'abc.txt'],
		['invoice\u202egpj.exe', 'invoicegpj.exe'],
		['../../etc/passwd', 'passwd'],
		['C:\\temp\\x.csv', 'x.csv'],
		['a/', 'file'],
		['.', 'file'],
		['..', 'file'],
		[' \u0000 ', 'file'],
		['', 'file'],
		['Zoë 👍🏽.png', 'Zoë 👍🏽.png'],
	])('%j is %j', (text, name) => {
		expect(fileName(text)).toBe(name);
	});

	it('is cut off before its ending, and never within a character', () => {
		for (const text of ['a'.repeat(300), '👍'.repeat(300), 'b'.repeat(5_000_000)]) {
			const name = fileName(`${text}.tar.gz`);
			expect([...name]).toHaveLength(200);
			expect(name).toMatch(/\.gz$/);
			expect(name).not.toMatch(/\p{Surrogate}/u);
		}
		expect(fileName(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(198)}`);
	});
});

it.each([
	['audio/mpeg; charset=binary', 'audio/mpeg'],
	['image/svg+xml', 'image/svg+xml'],
	['text/html\r\nx', 'application/octet-stream'],
	[`text/${'x'.repeat(300)}`, 'application/octet-stream'],
	['a/b/c', 'application/octet-stream'],
	['', 'application/octet-stream'],
])('the media type %j is %j', (header, type) => {
	expect(mediaType(header)).toBe(type);
});

it('a line of a stranger has no other line in it, and an end', () => {
	expect(oneLine(' a\r\n\u001b[2Jb\u2028c\u202e  d ')).toBe('a [2Jb c d');
	expect(oneLine('x'.repeat(5_000_000))).toBe(`${'x'.repeat(300)}…`);
});
