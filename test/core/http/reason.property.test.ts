import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { complaintsIn } from '../../../nodes/core/http/reason';
import { execute } from '../../engine';

/** Why a server refused a request reaches the person, in whatever shape the server says it. */

const REASON = 'User is unsubscribed from this';

describe('the reason in a body', () => {
	it.each<[unknown, unknown]>([
		[{ errors: [{ code: 'a', message: REASON, field: 'b' }] }, [{ code: 'a', message: REASON, field: 'b' }]],
		[{ errors: [REASON] }, [{ message: REASON }]],
		[{ errors: { email: [REASON] } }, [{ field: 'email', message: REASON }]],
		[{ error: REASON }, [{ message: REASON }]],
		[{ error: { message: REASON, code: 'a' } }, [{ code: 'a', message: REASON }]],
		[{ error: 'invalid_grant', error_description: REASON }, [{ code: 'invalid_grant', message: REASON }]],
		[{ error_key: 'a', message: REASON }, [{ code: 'a', message: REASON }]],
		[{ message: REASON }, [{ message: REASON }]],
		[{ type: 'about:blank', title: 'Forbidden', detail: REASON }, [{ message: REASON }]],
		[[{ message: REASON }], [{ message: REASON }]],
		[REASON, [{ message: REASON }]],
		[`<html><head><title>\n${REASON}</title></head></html>`, [{ message: REASON }]],
		[`<!DOCTYPE html><style>p { a: b }</style><h1>${REASON}</h1>`, [{ message: REASON }]],
		[
			{ detail: [{ loc: ['body', 'a'], msg: REASON, type: 'missing' }] },
			[{ code: 'missing', message: REASON }],
		],
		[{ fault: { faultstring: REASON, detail: { errorcode: 'a' } } }, [{ message: REASON }]],
		[{ Message: REASON }, [{ message: REASON }]],
		[{ error: [REASON, { message: 'b' }] }, [{ message: REASON }, { message: 'b' }]],
		[{ errors: [[[{ message: REASON }]]] }, [{ message: REASON }]],
		[{ errors: { email: [[REASON]] } }, [{ field: 'email', message: REASON }]],
		[{ message: { error: { message: REASON } } }, [{ message: REASON }]],
		[{ errors: [{ code: 'a', details: [{ msg: REASON }] }] }, [{ code: 'a', message: REASON }]],
		[{ errors: Array(50).fill([REASON, REASON]) }, Array(10).fill({ message: REASON })],
		['', []],
		[undefined, []],
		[{}, []],
		[{ type: 'error.list', errors: [] }, []],
		[{ errors: [{}] }, []],
		['x'.repeat(1e6), [{ message: `${'x'.repeat(300)}…` }]],
	])('%j', (body, expected) => {
		expect(complaintsIn(body)).toEqual(expected);
	});
});

type Served = { status: number; type: string; body: string };
let served: Served;
let server: Server;
beforeAll(async () => {
	server = createServer((_request, response) => {
		response.writeHead(served.status, { 'content-type': served.type });
		response.end(served.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const json = (body: unknown): Omit<Served, 'status'> => ({
	type: 'application/json',
	body: JSON.stringify(body),
});
const words = fc
	.array(fc.stringMatching(/^[a-z]{2,8}$/), { minLength: 2, maxLength: 5 })
	.map((list) => list.join(' '));
const shape = fc.constantFrom<(reason: string) => Omit<Served, 'status'>>(
	(message) => json({ type: 'error.list', errors: [{ code: 'action_forbidden', message }] }),
	(message) => json({ errors: [message] }),
	(message) => json({ errors: { base: [message] } }),
	(error) => json({ error }),
	(message) => json({ error: { message } }),
	(message) => json({ message }),
	(message) => ({ type: 'text/plain', body: message }),
	(title) => ({
		type: 'text/html',
		body: `<html><head><title>${title}</title></head><body>proxy</body></html>`,
	}),
);
const broken = fc.oneof(
	fc.jsonValue().map(json),
	fc.string().map((body) => ({ type: 'text/html', body })),
	fc.string().map((body) => ({ type: 'application/json', body })),
);
// those that are tried again would take their time
const status = fc.constantFrom(400, 401, 402, 403, 404, 405, 409, 410, 413, 418, 422, 451);

const nodes = {
	intercomPlus: async (items: IDataObject[]) =>
		await execute('intercomPlus', {
			parameters: { resource: 'message', operation: 'sendInApp', from: 1, to: 'a', body: 'x' },
			credentials: {
				intercomAccessTokenApi: { region: 'custom', baseUrl: url(), accessToken: 'x' } as never,
			},
			items,
			onError: 'continueErrorOutput',
		}),
	absmartly: async (items: IDataObject[]) =>
		await execute('absmartly', {
			parameters: {
				...{
					resource: 'goal',
					operation: 'track',
					goalName: 'a',
					deduplicate: false,
					achievedAt: '1772000000',
				},
				units: { unit: [{ type: 'user_id', from: 'value', uid: '42' }] },
			},
			credentials: { absmartlyApi: { endpoint: url(), apiKey: 'x', environment: 'production' } as never },
			items,
			onError: 'continueErrorOutput',
		}),
};

it.each(Object.entries(nodes))(
	'%s tells it, whatever the status, and never an error of the engine',
	async (_, run) => {
		await fc.assert(
			fc.asyncProperty(status, words, fc.oneof(shape, broken), async (code, reason, of) => {
				served = { status: code, ...(typeof of === 'function' ? of(reason) : of) };
				const { items, errorItems, error } = await run([{ occurredAtMs: 1_772_000_000_000 }]);
				expect(error).toBeUndefined();
				expect(items).toEqual([]);
				const [{ json: told }] = errorItems;
				expect(Object.keys(told).sort()).toEqual(['error', 'message', 'occurredAtMs']);
				if (typeof of === 'function') expect(told.error).toContain(reason);
				expect(told.error).toMatch(
					/^(Intercom|ABsmartly) (answered with status|refused this|refused the goal)/,
				);
				expect((told.message as IDataObject).description).toEqual(expect.stringMatching(/\w{3}/));
				if (/^text/.test(served.type) && served.body !== '')
					expect((told.message as IDataObject).description).toMatch(/proxy|status/);
			}),
			{ numRuns: 60 },
		);
	},
);
