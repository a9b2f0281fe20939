import { blotting } from '../../../nodes/core/http/blot';

const SECRET = 'dG9r/Om "x"=';

describe('blotting', () => {
	const blot = blotting([` ${SECRET}\n`, 'another-secret', 'short']);

	it.each([
		['as it is', `Bearer ${SECRET}!`, 'Bearer [secret]!'],
		['in JSON', JSON.stringify({ token: SECRET }), '{"token":"[secret]"}'],
		['in a path', `/x/${encodeURIComponent(SECRET)}?`, '/x/[secret]?'],
		['in small letters', encodeURIComponent(SECRET).replace(/%../g, (one) => one.toLowerCase()), '[secret]'],
		['in a query', new URLSearchParams({ t: SECRET }).toString(), 't=[secret]'],
		['twice', `${SECRET}${SECRET}`, '[secret][secret]'],
		['beside another', `another-secret ${SECRET}`, '[secret] [secret]'],
		['in entities', `<p>${[...SECRET].map((sign) => `&#${sign.charCodeAt(0)};`).join('')}`, '[secret]'],
		['in tags', `<b>${[...SECRET].join('</b><b>')}</b>`, '[secret]'],
		[
			'escaped without need',
			[...SECRET].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join(''),
			'[secret]',
		],
		['in JSON as others write it', '{"t":"dG9r\\/Om \\"x\\"\\u003d"}', '[secret]'],
		['full of what nobody sees', [...SECRET].join('\u200b'), '[secret]'],
		['far from it', '100 % of <b>Om</b> &amp; dG9r', '100 % of <b>Om</b> &amp; dG9r'],
		['too short for a secret', 'a short text', 'a short text'],
	])('finds what is %s', (_, text, clean) => {
		expect(blot(text)).toBe(clean);
	});

	it('finds it wherever it stands in an object, also as a name, and leaves the rest', () => {
		const text = JSON.stringify({ a: [{ b: `x ${SECRET}` }, 1, null], [SECRET]: { c: true }, d: 'fine' });
		const value = JSON.parse(text) as { a: unknown[] };
		const { a } = value;
		expect(blot(value)).toEqual({ a: [{ b: 'x [secret]' }, 1, null], '[secret]': { c: true }, d: 'fine' });
		// no copy of a large reply
		expect(value.a).toBe(a);
	});

	it('bears members that only look like those of every object, and nesting without end', () => {
		const value = JSON.parse(`{"__proto__": "${'another-secret'}", "constructor": {"x": "another-secret"}}`);
		expect(JSON.stringify(blot(value))).toBe('{"__proto__":"[secret]","constructor":{"x":"[secret]"}}');
		let deep: unknown = ['another-secret'];
		for (let depth = 0; depth < 100_000; depth++) deep = [deep];
		let inner = blot(deep) as unknown[];
		while (Array.isArray(inner[0])) inner = inner[0] as unknown[];
		expect(inner).toEqual(['[secret]']);
	});

	it('bears halves of characters, and nothing at all', () => {
		expect(blotting(['\ud800-half-a-secret'])('a \ud800-half-a-secret')).toBe('a [secret]');
		for (const none of [undefined, null, 0, '', true]) expect(blot(none)).toBe(none);
		expect(blotting([])('x')).toBe('x');
	});
});
