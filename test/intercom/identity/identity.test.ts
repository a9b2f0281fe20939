import { createHmac } from 'node:crypto';
import type { IBinaryKeyData, IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { signed, verified } from '../../../nodes/Intercom/identity/jwt';
import { userHash } from '../../../nodes/Intercom/identity/userHash';
import { isSigned } from '../../../nodes/Intercom/webhook/signature';
import { execute } from '../../engine';

/** Published vectors first: they were computed by others. */
describe('RFC 4231, HMAC-SHA-256', () => {
	const bytes = (hex: string) => Buffer.from(hex, 'hex');
	it.each<[string, Buffer | string, Buffer | string, string]>([
		[
			'1',
			bytes('0b'.repeat(20)),
			'Hi There',
			'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
		],
		[
			'2',
			'Jefe',
			'what do ya want for nothing?',
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		],
		[
			'3',
			bytes('aa'.repeat(20)),
			bytes('dd'.repeat(50)),
			'773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
		],
		[
			'4',
			bytes('0102030405060708090a0b0c0d0e0f10111213141516171819'),
			bytes('cd'.repeat(50)),
			'82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
		],
		[
			'6',
			bytes('aa'.repeat(131)),
			'Test Using Larger Than Block-Size Key - Hash Key First',
			'60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
		],
		[
			'7',
			bytes('aa'.repeat(131)),
			'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
			'9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
		],
	])('test case %s', (_, key, data, digest) => {
		expect(userHash(data, key)).toBe(digest);
	});
});

it('RFC 2202, HMAC-SHA-1: the signature of a webhook', () => {
	const body = Buffer.from('what do ya want for nothing?');
	expect(isSigned(body, 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79', ['Jefe'])).toBe(true);
	expect(isSigned(body, 'sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c78', ['Jefe'])).toBe(false);
});

describe('RFC 7515, A.1: a token signed with HS256', () => {
	const key = Buffer.from(
		'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
		'base64url',
	);
	const token =
		'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
	const claims = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };

	it('holds until its second comes', async () => {
		expect(await verified(token, key, 1300819379)).toEqual({ valid: true, claims });
		expect(await verified(token, key, 1300819380)).toEqual({ valid: false, reason: 'expired', claims });
	});

	it('does not hold once a single character is another', async () => {
		for (let index = 0; index < token.length; index++) {
			for (const sign of ['A', 'x', '.', '=']) {
				if (token[index] === sign) continue;
				const changed = token.slice(0, index) + sign + token.slice(index + 1);
				expect(await verified(changed, key, 1300819379)).toMatchObject({ valid: false });
			}
		}
	});
});

describe('tokens', () => {
	const now = 1_800_000_000;
	const token = (header: unknown, claims: unknown, key = 'secret', hash = 'sha256') => {
		const content = [header, claims]
			.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
			.join('.');
		return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
	};
	const hs256 = { alg: 'HS256', typ: 'JWT' };
	const unsigned = (alg: string) => token({ alg }, { user_id: '1' }).replace(/[^.]+$/, '');

	it.each<[string, string, string]>([
		['alg none', unsigned('none'), 'algorithm'],
		['alg None', unsigned('None'), 'algorithm'],
		['alg none, signed all the same', token({ alg: 'none' }, { user_id: '1' }), 'algorithm'],
		['HS512', token({ alg: 'HS512' }, { user_id: '1' }, 'secret', 'sha512'), 'algorithm'],
		['RS256 over our secret', token({ alg: 'RS256' }, { user_id: '1' }), 'algorithm'],
		['no algorithm', token({ typ: 'JWT' }, { user_id: '1' }), 'algorithm'],
		['a critical header', token({ ...hs256, crit: ['b64'], b64: false }, { user_id: '1' }), 'algorithm'],
		['HS256 without a signature', unsigned('HS256'), 'malformed'],
		['another key', token(hs256, { user_id: '1' }, 'Secret'), 'signature'],
		['a signature that goes on', `${token(hs256, { user_id: '1' })}AAAA`, 'signature'],
		['expired', token(hs256, { user_id: '1', exp: now }), 'expired'],
		['not yet valid', token(hs256, { user_id: '1', nbf: now + 1 }), 'notYetValid'],
		['a time that is none', token(hs256, { user_id: '1', exp: '2100-01-01' }), 'malformed'],
		['claims that are a list', token(hs256, ['1']), 'malformed'],
		['a header that is text', token('HS256', { user_id: '1' }), 'malformed'],
		['two parts', 'a.b', 'malformed'],
		['five parts', 'a.b.c.d.e', 'malformed'],
		['nothing', '', 'malformed'],
		['dots', '..', 'malformed'],
	])('%s', async (_, given, reason) => {
		expect(await verified(given, 'secret', now)).toMatchObject({ valid: false, reason });
	});

	it('tells nothing of what a token says that nobody signed', async () => {
		expect(await verified(token(hs256, { user_id: '1' }, 'other'), 'secret', now)).toEqual({
			valid: false,
			reason: 'signature',
		});
	});

	it('takes what others make, and makes what others take', async () => {
		expect(
			await verified(token(hs256, { user_id: '1', exp: now + 1, nbf: now }), 'secret', now),
		).toMatchObject({
			valid: true,
		});
		const [header, claims, signature] = (await signed({ user_id: 'Zoë' }, 'secret')).split('.');
		expect(createHmac('sha256', 'secret').update(`${header}.${claims}`).digest('base64url')).toBe(signature);
		expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual(hs256);
		expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ user_id: 'Zoë' });
	});
});

describe('Identity', () => {
	const secrets = {
		identityVerificationSecret: 'Jefe',
		messengerApiSecret: 'messenger-secret-1',
		clientSecret: 'current-secret-1',
		previousClientSecret: 'previous-secret-1',
	};
	type More = {
		items?: IDataObject[];
		files?: IBinaryKeyData;
		onError?: INode['onError'];
		without?: string[];
	};

	/** There is no Intercom: a request would find nobody at this address. */
	async function run(operation: string, parameters: INodeParameters, { without = [], ...more }: More = {}) {
		const kept = Object.entries(secrets).filter(([name]) => !without.includes(name));
		return await execute('intercomPlus', {
			parameters: { resource: 'identity', operation, ...parameters },
			credentials: {
				intercomAccessTokenApi: {
					region: 'custom',
					baseUrl: 'http://127.0.0.1:1',
					accessToken: 'no-token',
					...Object.fromEntries(kept),
				},
			},
			...more,
		});
	}
	async function does(operation: string, parameters: INodeParameters, more?: More) {
		const { items, error } = await run(operation, parameters, more);
		if (error) throw Object.assign(new Error(error.message), { description: error.description });
		return items.map(({ json }) => json);
	}

	it('Generate User Hash, for every item, paired', async () => {
		const user_id = '={{ $json.id }}';
		const items = [{ id: 'what do ya want for nothing?' }, { id: 42 }];
		const { items: results } = await run('generateUserHash', { user_id }, { items });
		expect(results).toEqual([
			{
				json: {
					user_id: 'what do ya want for nothing?',
					user_hash: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
				},
				pairedItem: { item: 0 },
			},
			{
				json: { user_id: '42', user_hash: createHmac('sha256', 'Jefe').update('42').digest('hex') },
				pairedItem: { item: 1 },
			},
		]);
	});

	it('an item that fails fails alone with Continue On Fail', async () => {
		const items = [{}, { id: '1' }];
		const { items: results } = await run(
			'generateUserHash',
			{ user_id: '={{ $json.id }}' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(results).toMatchObject([
			{ json: { error: expect.stringContaining("'User ID' is empty") }, pairedItem: { item: 0 } },
			{ json: { user_id: '1' }, pairedItem: { item: 1 } },
		]);
		const { error } = await run(
			'generateUserHash',
			{ user_id: '={{ $json.id }}' },
			{ items: [{ id: '1' }, {}] },
		);
		expect(error?.context).toMatchObject({ itemIndex: 1 });
	});

	it('Generate Messenger JWT, and Verify Messenger JWT takes it', async () => {
		const before = Math.floor(Date.now() / 1000);
		const [made] = await does('generateJwt', {
			user_id: '42',
			expires_in: 5,
			expires_unit: 'minutes',
			email: 'ada@example.com',
			attributes: {
				assignments: [
					{ id: '1', name: 'plan', value: 'pro', type: 'string' },
					{ id: '2', name: 'seats', value: '3', type: 'number' },
				],
			},
		});
		const exp = Number(made.exp);
		expect(exp - before).toBeGreaterThanOrEqual(300);
		expect(exp - before).toBeLessThan(310);
		expect(made).toMatchObject({ user_id: '42', expires_at: new Date(exp * 1000).toISOString() });
		const claims = { user_id: '42', email: 'ada@example.com', plan: 'pro', seats: 3, exp };
		const token = String(made.token);
		expect(JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())).toEqual(claims);
		expect(await does('verifyJwt', { token: ` ${token}\n` })).toEqual([{ valid: true, claims }]);
		expect(await does('verifyJwt', { token: `${token}x` })).toEqual([{ valid: false, reason: 'signature' }]);
	});

	it('Verify Messenger JWT wants a user', async () => {
		for (const claims of [{ email: 'ada@example.com' }, { user_id: '' }, { user_id: null }, { user_id: {} }])
			expect(await does('verifyJwt', { token: await signed(claims, secrets.messengerApiSecret) })).toEqual([
				{ valid: false, reason: 'noUserId', claims },
			]);
	});

	it.each<[string, INodeParameters, RegExp]>([
		[
			'an attribute with a meaning of its own',
			{ attributes: { assignments: [{ id: '1', name: 'exp', value: '1', type: 'number' }] } },
			/^Signed Attributes: 'exp' cannot be a signed attribute$/,
		],
		['no time', { expires_in: 0 }, /^Expires In is '0'$/],
		['no user', { user_id: ' ' }, /^'User ID' is empty$/],
	])('Generate Messenger JWT refuses %s', async (_, parameters, message) => {
		await expect(does('generateJwt', { user_id: '42', ...parameters })).rejects.toThrow(message);
	});

	describe('Verify Webhook Signature', () => {
		const raw = Buffer.from('{"type":"notification_event",  "name":"Zoë"}');
		const signature = (secret: string, body: Buffer = raw) =>
			`sha1=${createHmac('sha1', secret).update(body).digest('hex')}`;
		const asText = (header: string) => ({
			body_from: 'text',
			raw_body: raw.toString('utf8'),
			signature: header,
		});

		it('of text, base64 and a binary field', async () => {
			const files = { data: { data: raw.toString('base64'), mimeType: 'application/json' } };
			const header = signature('current-secret-1');
			const good = [{ valid: true, signed_with: 'current' }];
			expect(await does('verifyWebhookSignature', asText(header))).toEqual(good);
			expect(
				await does('verifyWebhookSignature', {
					body_from: 'base64',
					raw_body: raw.toString('base64'),
					signature: header,
				}),
			).toEqual(good);
			expect(
				await does(
					'verifyWebhookSignature',
					{ body_from: 'binary', binary_field: 'data', signature: header },
					{ files },
				),
			).toEqual(good);
		});

		it('with the secret that is being rotated away', async () => {
			const parameters = asText(signature('previous-secret-1'));
			expect(await does('verifyWebhookSignature', parameters)).toEqual([
				{ valid: true, signed_with: 'previous' },
			]);
			expect(await does('verifyWebhookSignature', parameters, { without: ['previousClientSecret'] })).toEqual(
				[{ valid: false, reason: 'signature' }],
			);
		});

		it.each([
			['another secret', signature('other'), 'signature'],
			['another body', signature('current-secret-1', Buffer.from('{}')), 'signature'],
			[
				'another algorithm',
				`sha256=${createHmac('sha256', 'current-secret-1').update(raw).digest('hex')}`,
				'malformed',
			],
			['no form', 'x', 'malformed'],
		])('%s is a result', async (_, header, reason) => {
			expect(await does('verifyWebhookSignature', asText(header))).toEqual([{ valid: false, reason }]);
		});

		it.each<[string, INodeParameters, RegExp]>([
			['a body that was read as JSON', { body_from: 'text', raw_body: '={{ $json }}' }, /body is not text/],
			['base64 that is none', { body_from: 'base64', raw_body: '{"a": 1}' }, /not base64/],
			['a binary field that is not there', { body_from: 'binary', binary_field: 'file' }, /file/],
		])('%s says so', async (_, parameters, message) => {
			const header = signature('current-secret-1');
			await expect(
				does('verifyWebhookSignature', { ...parameters, signature: header }, { items: [{ a: 1 }] }),
			).rejects.toThrow(message);
		});
	});

	it.each<[string, INodeParameters, string[], string]>([
		['generateUserHash', { user_id: '1' }, ['identityVerificationSecret'], 'Identity Verification Secret'],
		['generateJwt', { user_id: '1' }, ['messengerApiSecret'], 'Messenger API Secret'],
		['verifyJwt', { token: 'a.b.c' }, ['messengerApiSecret'], 'Messenger API Secret'],
		[
			'verifyWebhookSignature',
			{ body_from: 'text', raw_body: '', signature: 'sha1=x' },
			['clientSecret', 'previousClientSecret'],
			'Client Secret',
		],
	])('%s names the secret that is missing, and no other', async (operation, parameters, without, field) => {
		const { error } = await run(operation, parameters, { without });
		expect(error?.message).toBe(`The Intercom credential has no ${field}`);
		expect(error?.description).toContain(`'${field}'`);
	});

	it('no secret leaves the node, neither with results nor with failures', async () => {
		const runs = await Promise.all([
			run('generateUserHash', { user_id: '1' }),
			run('generateUserHash', { user_id: '={{ $json.nothing }}' }),
			run('generateJwt', { user_id: '1' }),
			run('generateJwt', { user_id: '1', expires_in: 0 }),
			run('verifyJwt', { token: 'x' }),
			run('verifyWebhookSignature', { body_from: 'text', raw_body: 'x', signature: 'x' }),
			run('verifyWebhookSignature', { body_from: 'binary', binary_field: 'none', signature: 'x' }),
		]);
		const told = runs.map(({ outputs, hints, error }) =>
			JSON.stringify([
				outputs,
				hints,
				error && { ...error, text: `${error.message} ${error.description} ${error.stack}` },
			]),
		);
		for (const text of told) for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
	});
});
