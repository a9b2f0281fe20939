import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';
import { ADA, ALAN, bodyOf, byId, does, intercom, mapped, requests, runs, sim } from '../world/world';

/** What goes out is what was meant, or nothing: a value from an expression in each kind of field. */

/** The error of a run that must send nothing but questions. */
async function refusal(resource: string, operation: string, parameters: INodeParameters, item: IDataObject) {
	const { error } = await runs(resource, operation, parameters, { items: [item] });
	expect(requests().filter((request) => !request.startsWith('GET '))).toEqual([]);
	return error?.message;
}

describe('a number', () => {
	const company = (size: unknown): [INodeParameters, IDataObject] => [
		{ company_id: 'acme', attributes: mapped({ size: '={{ $json.size }}' }) },
		{ size } as IDataObject,
	];

	it.each([['11-50'], ['1,200'], [Infinity], [NaN], [[]], [[5]], [{}], [true], ['1e999']])(
		'that is none is refused by its field: %j',
		async (size) => {
			expect(await refusal('company', 'upsert', ...company(size))).toMatch(
				/^'size' (is '.*', which is (not a number|no value that can be sent)|is an? (list|object), but it takes one value)$/,
			);
		},
	);

	it.each([
		[' 12 ', { size: 12 }],
		['12.7', { size: 12 }],
		[0, { size: 0 }],
		['', {}],
		[undefined, {}],
		// who makes it so means it
		[null, { size: null }],
	])('is sent, and a blank is not: %j', async (size, expected) => {
		await does('company', 'upsert', company(size)[0], { items: [company(size)[1]] });
		expect(bodyOf(-1)).toEqual({ company_id: 'acme', ...expected });
	});

	it('is emptied by a blank only, where a field was added to be cleared', async () => {
		const [{ id }] = await does('company', 'upsert', { company_id: 'acme', attributes: mapped({ size: 5 }) });
		const update = { company_id: byId(String(id)), attributes: mapped({ plan: null, size: 6 }) };
		await does('company', 'update', update);
		expect(bodyOf(-1)).toEqual({ plan: null, size: 6 });
	});

	it.each([
		['={{ 100 / 0 }}', "'mrr' is 'Infinity', which is no value that can be sent"],
		['={{ [] }}', "'mrr' is '[]', which is not a number"],
		['1,200', "'mrr' is '1,200', which is not a number"],
	])('of an attribute is one, or is refused: %s', async (mrr, message) => {
		const parameters = { contact_id: byId(ALAN), attributes: mapped({ mrr }) };
		expect(await refusal('contact', 'update', parameters, {})).toBe(message);
	});

	it('is looked for in JSON of the user’s own too', async () => {
		const requestOptions = { additionalBody: '={{ ({ custom_attributes: { mrr: 1 / 0 } }) }}' };
		expect(await refusal('contact', 'update', { contact_id: byId(ALAN), requestOptions }, {})).toBe(
			"'mrr' is 'Infinity', which is no value that can be sent",
		);
	});
});

describe('a text field', () => {
	it('makes text of a number', async () => {
		const phone = 41791234567;
		const parameters = {
			email: 'x@example.com',
			attributes: mapped({ phone: '={{ $json.v }}', name: '={{ $json.v }}' }),
		};
		await does('contact', 'create', parameters, { items: [{ v: phone }] });
		expect(bodyOf(-1)).toMatchObject({ phone: '41791234567', name: '41791234567' });
		await does('note', 'createOnContact', { contact_id: byId(ALAN), body: '={{ 42 }}' });
		expect(bodyOf(-1)).toEqual({ body: '42' });
		await does('tag', 'upsert', { name: '={{ 2026 }}' });
		expect(bodyOf(-1)).toEqual({ name: '2026' });
	});

	it('finds by a phone that is a number', async () => {
		const parameters = { attributes: mapped({ phone: '={{ $json.phone }}' }) };
		const [{ id }] = await does('contact', 'upsert', parameters, { items: [{ phone: 41791234567 }] });
		const again = await does('contact', 'upsert', parameters, { items: [{ phone: 41791234567 }] });
		expect(again).toMatchObject([{ id, outcome: 'updated' }]);
	});

	it.each([
		['contact', 'create', { email: '={{ $json.v }}' }, 'Email'],
		['note', 'createOnContact', { contact_id: byId(ALAN), body: '={{ $json.v }}' }, 'Note'],
		['tag', 'upsert', { name: '={{ $json.v }}' }, 'Name'],
		['ticket', 'get', { ticket_id: byId('={{ $json.v }}') }, 'Ticket'],
	])('refuses objects and lists by its name: %s %s', async (resource, operation, parameters, name) => {
		expect(await refusal(resource, operation, parameters as INodeParameters, { v: { a: 1 } })).toBe(
			`'${name}' is an object, but it takes one value`,
		);
		expect(await refusal(resource, operation, parameters as INodeParameters, { v: ['a'] })).toBe(
			`'${name}' is a list, but it takes one value`,
		);
	});

	it('that is a list by its kind takes one, of texts and numbers alone', async () => {
		const parameters = {
			conversation_id: byId('1'),
			admin_id: ADA,
			body: 'x',
			additionalFields: { attachment_urls: '={{ $json.v }}' },
		};
		await runs('conversation', 'replyAsAdmin', parameters, { items: [{ v: ['https://a.example/1', 2] }] });
		expect(bodyOf(-1).attachment_urls).toEqual(['https://a.example/1', '2']);
		intercom.requests.length = 0;
		expect(await refusal('conversation', 'replyAsAdmin', parameters, { v: [{ url: 'x' }] })).toBe(
			"'Attachment URLs' is an object, but it takes one value",
		);
	});
});

describe('an attribute', () => {
	const update = (value: IDataObject, more = {}): INodeParameters => ({
		contact_id: byId(ALAN),
		attributes: mapped(value),
		...more,
	});

	it.each<[IDataObject, string]>([
		[{ plan: { name: 'pro' } }, "'plan' is an object, but it takes one value"],
		[{ plan: ['pro'] }, "'plan' is a list, but it takes one value"],
		[{ plna: ['pro'] }, "Intercom has no contact attribute 'plna'"],
		[{ trial_ends_at: ['2026-01-01'] }, "'trial_ends_at' is '[\"2026-01-01\"]', which is not a date"],
		[{ trial_ends_at: true }, "'trial_ends_at' is 'true', which is not a date"],
		[{ trial_ends_at: 1e300 }, "'trial_ends_at' is '1e+300', which is not a date"],
	])('of another shape is refused: %j', async (value, message) => {
		expect(await refusal('contact', 'update', update(value), {})).toBe(message);
	});

	it('of a visitor is one value, and a reference to custom objects a list of them', async () => {
		const rows = (value: unknown, type: string) => ({
			custom_attributes: { assignments: [{ id: '1', name: 'plan', value, type }] },
		});
		const visitor = {
			identifyBy: 'user_id',
			user_id: '7',
			additionalFields: rows('={{ ({ a: 1 }) }}', 'object'),
		};
		expect(await refusal('visitor', 'update', visitor as INodeParameters, {})).toMatch(
			/'plan' is an object, but it takes one value$/,
		);
		await does('customObjectInstance', 'upsert', {
			custom_object_type_identifier: 'Order',
			external_id: 'o-1',
			additionalFields: rows('={{ ["21", "22"] }}', 'array'),
		} as INodeParameters);
		expect(bodyOf(-1).custom_attributes).toEqual({ plan: ['21', '22'] });
	});
});

describe('metadata of an event', () => {
	const event = (name: string, value: unknown, type: string): INodeParameters =>
		({
			event_name: 'paid',
			identifyBy: 'email',
			email: 'alan@example.com',
			created_at: '2026-02-25T09:33:20Z',
			additionalFields: { metadata: { assignments: [{ id: '1', name, value, type }] } },
		}) as INodeParameters;

	it.each<[string, unknown, string, unknown]>([
		['order_date', '2026-02-25T09:33:20Z', 'string', 1772012000],
		['paid_at', '2026-02-25', 'string', 1771995600],
		['looked_at', 'home page', 'string', 'home page'],
		['price', { amount: '999', currency: 'usd' }, 'object', { amount: 999, currency: 'usd' }],
		[
			'order',
			{ url: 'https://example.com', value: '42' },
			'object',
			{ url: 'https://example.com', value: '42' },
		],
	])('%s %j', async (name, value, type, expected) => {
		await does('dataEvent', 'create', event(name, value, type));
		expect(bodyOf(-1).metadata).toEqual({ [name]: expected });
	});

	it.each<[unknown, string]>([
		[{ name: 'pro' }, 'object'],
		[['a'], 'array'],
		[{ url: 'x', value: { deep: 1 } }, 'object'],
		[{ amount: 5, currency: 'usd', more: 1 }, 'object'],
	])('of another shape is refused: %j', async (value, type) => {
		expect(await refusal('dataEvent', 'create', event('x', value, type), {})).toMatch(
			/'x' is .+, which no metadata of an event can be$/,
		);
	});
});

describe('identity', () => {
	const upsert = async (parameters: INodeParameters, items: IDataObject[]) =>
		(await does('contact', 'upsert', parameters, { items })).map(({ id, outcome }) => [id, outcome]);

	it.each<[string, INodeParameters, string, string]>([
		['e-mails without case', { role: 'lead', email: '={{ $json.v }}' }, 'Ada@New.com', 'ada@new.com'],
		['without blanks around', { role: 'lead', email: '={{ $json.v }}' }, 'ada@new.com', ' ada@new.com '],
		['an external ID without blanks', { external_id: '={{ $json.v }}' }, '99', ' 99 '],
		[
			'phones by their digits',
			{ role: 'lead', attributes: mapped({ phone: '={{ $json.v }}' }) },
			'+41 79 123 45 67',
			'+41791234567',
		],
	])('is compared %s', async (_, parameters, first, second) => {
		const [[id, outcome], again] = await upsert(
			{ ...parameters, requestOptions: {} },
			[first, second].map((v) => ({ v })),
		);
		expect(outcome).toBe('created');
		expect(again).toEqual([id, expect.stringMatching(/^(updated|unchanged)$/)]);
		// and in the next run, by what Intercom has
		expect(await upsert(parameters, [{ v: second }])).toEqual([
			[id, expect.stringMatching(/^(updated|unchanged)$/)],
		]);
	});

	it('goes out without blanks around it', async () => {
		await does('contact', 'create', { email: 'ada@new.com ', external_id: ' 42x\n' });
		expect(bodyOf(-1)).toMatchObject({ email: 'ada@new.com', external_id: '42x' });
	});
});

describe('an attachment', () => {
	it.each<[IBinaryKeyData[string], string]>([
		[{ data: 'AA==', mimeType: 'image/png', fileName: '' }, 'data.png'],
		[{ data: 'AA==', mimeType: 'application/pdf', fileExtension: 'pdf' }, 'data.pdf'],
		[{ data: 'AA==', mimeType: 'image/jpeg' }, 'data.jpg'],
		[{ data: 'AA==', mimeType: 'text/plain; charset=utf-8' }, 'data.txt'],
		[{ data: 'AA==', mimeType: 'application/x-something-long' }, 'data'],
		[{ data: 'AA==', mimeType: 'image/png', fileName: 'cat' }, 'cat'],
	])('has a name: %j', async (data, name) => {
		const parameters = {
			conversation_id: byId('1'),
			admin_id: ADA,
			body: 'x',
			additionalFields: { attachment_files: 'data' },
		};
		await runs('conversation', 'replyAsAdmin', parameters, { files: { data } });
		expect(bodyOf(-1).attachment_files).toMatchObject([{ name }]);
	});
});

describe('foreign words', () => {
	it('that look like Intercom’s own types change nothing of what a workspace made up', async () => {
		const custom_attributes = { type: 'constructor', __proto__: null, owner_id: '5' };
		const named = { type: 'contact', owner_id: '5' };
		const data = [
			{ type: 'contact', id: '1', owner_id: '7', custom_attributes },
			{ type: 'constructor', id: '2', custom_attributes: named },
		];
		await sim('faults', [{ match: 'GET /contacts', status: 200, body: { type: 'list', data } }]);
		const found = await does('contact', 'getAll', { simplify: false }, { version: '2.16' });
		expect(found).toMatchObject([
			{ owner_id: 7, custom_attributes: { type: 'constructor', owner_id: '5' } },
			{ type: 'constructor', custom_attributes: named },
		]);
	});
});

describe('an ID', () => {
	it.each(['..', '.', '\ud800', '\udc00x'])('that no path can hold is refused: %j', async (id) => {
		for (const [resource, operation, parameters] of [
			['contact', 'get', { contact_id: byId('={{ $json.id }}') }],
			['contact', 'upsert', { external_id: '={{ $json.id }}' }],
			['contact', 'delete', { contact_id: byId('={{ $json.id }}', 'externalId') }],
			[
				'ticket',
				'create',
				{
					ticket_type_id: byId('={{ $json.id }}'),
					title: 'x',
					contact_id: byId(ALAN),
					ticket_attributes: mapped({ x: 1 }),
				},
			],
		] as Array<[string, string, INodeParameters]>) {
			intercom.requests.length = 0;
			await does('contact', 'upsert', { external_id: '={{ $json.seen }}' }, { items: [{ seen: 'a' }] });
			intercom.requests.length = 0;
			const { error } = await runs(resource, operation, parameters, { items: [{ id }, { id }] });
			const paths = intercom.requests.map(({ path }) => path);
			expect(paths.filter((path) => /undefined|\/\.|\/$/.test(path))).toEqual([]);
			if (operation !== 'upsert') expect(error?.message).toMatch(/which is not an ID$/);
		}
	});

	it.each(['{"email":"x@y.z"}', '{abc', '[1]', '"x"'])(
		'that looks like JSON is an ID all the same: %s',
		async (id) => {
			const parameters = {
				ticket_type_id: byId('1'),
				title: 'x',
				contact_id: byId(id),
				ticket_attributes: { mappingMode: 'defineBelow', value: null },
			};
			await runs('ticket', 'create', parameters);
			expect(bodyOf(-1).contacts).toEqual([{ id }]);
		},
	);
});
