import fc from 'fast-check';
import { Expression } from 'n8n-workflow';
import { isLoopback, isSafeAddress, trimmedAddress } from '../../../nodes/core/http/address';
import { endpointExpression, withVersion } from '../../../nodes/Absmartly/transport/endpoint';
import { apiOf } from '../../../nodes/Intercom/connection/credential';
import { hostExpression } from '../../../nodes/Intercom/connection/hosts';
import { workflowOf } from '../../engine';

/** Our code and n8n's tests of credentials, which are expressions, send a secret to the same addresses. */

const workflow = workflowOf([], {});
beforeAll(async () => await workflow.expression.acquireIsolate());
afterAll(async () => await workflow.expression.releaseIsolate());

const evaluated = (expression: string, data: object) =>
	new Expression(workflow.timezone).resolveSimpleParameterValue(expression, data as never);

const NOWHERE = ['https://base-url-must-be-https.invalid', 'https://endpoint-must-be-https.invalid'];

/** Where the token goes, undefined where it is refused: by our code, and by each expression. */
function ways(address: string) {
	const used = (work: () => string) => {
		try {
			return work();
		} catch {
			return undefined;
		}
	};
	const by = (expression: string, data: object) => {
		const given = String(evaluated(expression, data));
		// what is no address at all is asked by nobody
		return NOWHERE.some((one) => given.startsWith(one)) || !URL.canParse(given) ? undefined : given;
	};
	const fields = { region: 'custom', baseUrl: address };
	const endpoint = withVersion(address);
	return {
		code: [
			...Array<string | undefined>(2).fill(used(() => apiOf({} as never, fields as never).baseUrl)),
			isSafeAddress(endpoint) ? endpoint : undefined,
		],
		expressions: [
			by(hostExpression('api', '$credentials'), { $credentials: fields }),
			by(hostExpression('app', '$self'), { $self: fields }),
			by(endpointExpression, { $credentials: { endpoint: address } }),
		],
	};
}

/** Whether it goes to this machine, or over https, as the standard reads the address. */
function isHarmless(address: string): boolean {
	const { protocol, hostname, username, password } = new URL(address);
	const isHere = ['localhost', '[::1]'].includes(hostname) || /^127(\.\d+){3}$/.test(hostname);
	return (protocol === 'https:' || (protocol === 'http:' && isHere)) && username === '' && password === '';
}

const good = [
	'https://a.example',
	'HTTPS://A.example:8443/v1',
	' https://a.example// ',
	'https://münchen.example',
	'https://10.0.0.1/x',
	'https://[2001:db8::1]:443/v1',
	'http://127.0.0.1:4010',
	'http://localhost/v2',
	'http://LOCALHOST:1',
	'http://[::1]:1',
	'http://127.255.0.9',
	'http://localhost#@evil.example ',
];

const bad = [
	'',
	'a.example',
	'http://a.example',
	'http://127.0.0.1@evil.example',
	'http://user:pass@127.0.0.1',
	'https://user@a.example',
	'https://user:pass@a.example',
	'https://@a.example',
	'http://localhost.evil.example',
	'http://127.0.0.1.evil.example',
	'http://localhost:80@evil.example',
	'http://localhost\\@evil.example',
	'http:127.0.0.1',
	'http:/127.0.0.1',
	'http:\\\\127.0.0.1',
	'https:\\\\a.example',
	'https:a.example',
	'ht\ttps://a.example',
	'https://a.exa\nmple',
	'https:///a.example',
	'http://[::ffff:127.0.0.1]',
	'http://[::1].evil.example',
	'http://0.0.0.0',
	'http://2130706433',
	'ftp://localhost',
	'file:///etc/passwd',
	'javascript:alert(1)',
];

it.each(good)('a secret goes to %j', (address) => {
	const { code, expressions } = ways(address);
	expect(code).not.toContain(undefined);
	expect(expressions).toEqual(code);
});

it.each(bad)('no secret goes to %j', (address) => {
	const nowhere = [undefined, undefined, undefined];
	expect(ways(address)).toEqual({ code: nowhere, expressions: nowhere });
});

it('says where no secret goes why', () => {
	const fields = { region: 'custom', baseUrl: 'http://a.example' };
	expect(evaluated(hostExpression('app', '$self', '/oauth'), { $self: fields })).toBe(`${NOWHERE[0]}/oauth`);
	expect(evaluated(hostExpression('api', '$credentials'), { $credentials: { region: 'custom' } })).toBe(
		NOWHERE[0],
	);
	expect(evaluated(endpointExpression, { $credentials: { endpoint: 'http://a.example' } })).toBe(NOWHERE[1]);
});

it('decides alike whatever the address', () => {
	const piece = fc.constantFrom(
		...[
			'http',
			'https',
			'HTTP',
			':',
			'//',
			'/',
			'\\',
			'@',
			'#',
			'?',
			' ',
			'\t',
			'\n',
			'.',
			'%40',
			'%2f',
			'[',
			']',
			'::1',
		],
		...[
			'localhost',
			'127.0.0.1',
			'127.1',
			'0',
			'evil.example',
			'user',
			':80',
			':99999',
			'ſ',
			'K',
			'\u200b',
			'。',
			'ⓛ',
			'\0',
		],
	);
	const made = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
	const begun = fc
		.tuple(fc.constantFrom('http://', 'https://', 'http://127.0.0.1', 'http://localhost', 'https://a'), made)
		.map((pieces) => pieces.join(''));
	const changed = fc
		.tuple(fc.constantFrom(...good, ...bad), fc.nat(30), piece)
		.map(([text, at, more]) => text.slice(0, at) + more + text.slice(at));
	fc.assert(
		fc.property(fc.oneof(made, begun, changed), (address) => {
			const { code, expressions } = ways(address);
			expect(expressions).toEqual(code);
			for (const used of code) if (used !== undefined) expect([used, isHarmless(used)]).toEqual([used, true]);
		}),
		{ numRuns: 3_000 },
	);
});

it('takes no longer for what is long', () => {
	const long = '/'.repeat(200_000);
	for (const text of [
		`https://a${long}b`,
		`https://${'a.'.repeat(100_000)}@`,
		`http://127${'.1'.repeat(100_000)}`,
	]) {
		expect(isSafeAddress(trimmedAddress(text))).toBe(text.endsWith('b'));
	}
	expect(trimmedAddress(`https://a${'/'.repeat(9)}`)).toBe('https://a');
});

it.each([
	['http://localhost:1', true],
	['https://127.1', true],
	['https://[::ffff:7f00:1]', true],
	['https://[::]', true],
	['https://a.localhost.', true],
	['https://127.evil.example', false],
	['https://127.0.0.1.evil.example', false],
	['https://localhost.evil.example', false],
	['https://notlocalhost', false],
	['https://[2001:db8::1]', false],
])('tells whether %s is this machine: %s', (address, isHere) => {
	expect(isLoopback(address)).toBe(isHere);
});
