import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { policy } from '../../../nodes/core/http/exchange';
import { connect } from '../../../nodes/Intercom/transport/send';
import { execute, executeContext } from '../../engine';
import { companyActs, contactActs } from '../../simulators/intercom';
import { cases, files } from '../resources/cases';
import { ALAN, byId, credentials, does, intercom, requests, runs, sim } from '../world/world';

/** Every failure is called what it is. */

const TYPE = 'intercomAccessTokenApi';
const fault = async (...faults: IDataObject[]) => await sim('faults', faults);
const errorList = (code: string, message: string) => ({ type: 'error.list', errors: [{ code, message }] });

describe('the reason', () => {
	it.each(['list', 'texts', 'fields', 'text', 'object', 'message', 'plain', 'page'])(
		'survives an error in the shape %s',
		async (errorShape) => {
			await sim('settings', { errorShape }, 'PUT');
			const { error } = await runs('contact', 'get', { contact_id: byId('6961000000000000000000ff') });
			expect(error?.message).toMatch(/User Not Found/);
			if (['plain', 'page'].includes(errorShape)) expect(error?.description).toMatch(/a proxy or firewall/);
			else expect(error?.description).toMatch(/merged into another one/);
		},
	);

	it.each<[number, string, string, RegExp, RegExp]>([
		[403, 'action_forbidden', 'user is unsubscribed', /contact who unsubscribed/, /Tick it in/],
		[403, 'forbidden', 'no', /lacks a permission/, /unsubscribed/],
		[403, 'api_plan_restricted', 'no', /The plan of this workspace/, /permission/],
		[409, 'conflict', 'The conversation changed', /clashes with what Intercom has/, /Create or Update/],
		[409, 'conflict', 'A contact matching those details already exists', /Create or Update/, /clashes/],
		[418, 'constructor', 'no', /Check the fields of this node/, /native code/],
	])('decides the advice by its code: %i %s', async (status, code, message, advice, not) => {
		await fault({ match: '*', status, body: errorList(code, message) });
		const parameters = { from: byId('9600001'), to: byId(ALAN), subject: 'x', body: 'x' };
		const { error } = await runs('message', 'sendEmail', parameters);
		expect(error?.message).toBe(`Intercom refused this: ${message}`);
		expect(error?.description).toMatch(advice);
		expect(error?.description).not.toMatch(not);
	});

	it('is told of an error list whatever its status, and no request ID is made of an object', async () => {
		const body = { ...errorList('conflict', 'Not like this'), request_id: { a: 1 } };
		for (const status of [200, 400]) {
			await fault({ match: '*', status, body, headers: { 'x-request-id': 'req-7' } });
			const parameters = { contact_id: byId(ALAN), requestOptions: { requestDetails: true } };
			const { items, errorItems } = await runs('contact', 'get', parameters, {
				onError: 'continueErrorOutput',
			});
			expect(items).toEqual([]);
			const [{ json }] = errorItems as Array<{ json: { error: string; message: IDataObject } }>;
			expect(json.error).toBe('Intercom refused this: Not like this');
			expect(json.message._request).toMatchObject({ status, requestId: 'req-7' });
			expect(JSON.stringify(json)).not.toContain('[object Object]');
		}
	});

	it('of a merged contact is where it is now', async () => {
		const workspace = intercom.workspace({ silent: true });
		const lead = contactActs.createContact(workspace, { role: 'lead', email: 'lead@example.com' });
		await does('contact', 'merge', { from: byId(lead.id), into: byId(ALAN) });
		const { error } = await runs('contact', 'get', { contact_id: byId(lead.id) }, { version: '2.16' });
		expect(error?.description).toContain(`merged into the contact ${ALAN}`);
	});
});

describe('Retry-After on 503', () => {
	const send = async (method: 'GET' | 'POST', headers: IDataObject) => {
		await fault({ match: '*', status: 503, headers, body: '{}' });
		const context = await executeContext('intercomPlus', credentials());
		const how = { ...policy, backoffMs: 1, longestPauseMs: 1_500 };
		const sender = await connect(context, TYPE, { how });
		const startedAt = Date.now();
		const path = method === 'GET' ? '/me' : '/contacts';
		const outcome = await sender({ method, path, query: {}, body: { email: 'q@example.com' } }).then(
			() => 'done',
			(error: { httpCode: string }) => error.httpCode,
		);
		return { outcome, waited: Date.now() - startedAt };
	};

	it('is waited as told, within a bound', async () => {
		for (const said of ['1', '3600', new Date(Date.now() + 60_000).toUTCString()]) {
			const { outcome, waited } = await send('GET', { 'retry-after': said });
			expect([said, outcome]).toEqual([said, 'done']);
			expect(waited).toBeGreaterThanOrEqual(990);
		}
	});

	it('is not where a repeat could do harm', async () => {
		expect((await send('POST', { 'retry-after': '1' })).outcome).toBe('503');
		expect(intercom.requests).toHaveLength(1);
	});
});

describe('a list that Intercom cannot make in large pages', () => {
	const sizes = () =>
		intercom.requests
			.filter(({ status }) => status === 200)
			.map(({ path, body }) => {
				const asked = new URL(path, intercom.url).searchParams.get('per_page');
				const { pagination } = JSON.parse(body || '{}') as { pagination?: IDataObject };
				return Number(asked ?? pagination?.per_page);
			});
	beforeEach(() => {
		const workspace = intercom.workspace({ silent: true });
		while (workspace.contacts.size < 120) {
			contactActs.createContact(workspace, {
				role: 'user',
				email: `c${workspace.contacts.size}@example.com`,
			});
		}
		intercom.settings.largestPage = 50;
	});
	const search = { options: { query: '{"field":"role","operator":"!=","value":"x"}' } };

	it.each<[string, INodeParameters]>([
		['getAll', {}],
		['search', search],
	])('is read whole by %s, the same place in smaller pages', async (operation, parameters) => {
		const found = await does('contact', operation, { ...parameters, returnAll: true, simplify: false });
		expect(new Set(found.map(({ id }) => id)).size).toBe(120);
		expect(found).toHaveLength(120);
		expect(Math.max(...sizes())).toBeLessThanOrEqual(50);
	});

	it('is read in pages of 50 where that is what Page Size says, or Additional Body', async () => {
		const found = await does('contact', 'getAll', { returnAll: true, requestOptions: { pageSize: 50 } });
		expect(found).toHaveLength(120);
		expect(sizes()).toEqual([50, 50, 50]);
		expect(intercom.requests).toHaveLength(3);
		intercom.requests.length = 0;
		const requestOptions = { additionalBody: '{"pagination": {"per_page": 40}}' };
		expect(await does('contact', 'search', { ...search, returnAll: true, requestOptions })).toHaveLength(120);
		expect(sizes()).toEqual([40, 40, 40]);
	});

	it('by numbers loses nothing and gives nothing twice', async () => {
		const workspace = intercom.workspace({ silent: true });
		const people = [...workspace.contacts.values()];
		for (let index = 0; index < 110; index++) {
			const company = companyActs.createCompany(workspace, { company_id: `k${index}`, name: `K${index}` });
			contactActs.attachCompany(workspace, people[index], company);
		}
		const before = [...workspace.companies.values()].filter(({ company_id }) => company_id.startsWith('k'));
		intercom.settings.largestPage = 25;
		const found = await does('company', 'getAll', { returnAll: false, limit: 1000 });
		expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
		for (const { id } of before) expect(found.map((one) => one.id)).toContain(id);
	});

	it('refuses a Page Size that is none', async () => {
		const { error } = await runs('contact', 'getAll', { requestOptions: { pageSize: 0 } });
		expect(error?.message).toBe("Page Size is '0'");
		expect(requests()).toEqual([]);
	});

	it('is given up, with the reason, where even small pages do not come', async () => {
		intercom.settings.largestPage = 1;
		const { error } = await runs('contact', 'getAll', { returnAll: true });
		expect(error?.message).toBe('Intercom could not do this: The request took too long');
	}, 20_000);
});

describe('a scroll whose last page names none', () => {
	it('ends there, whole, and opens no other', async () => {
		intercom.settings.lastScrollParam = false;
		const all = await does('company', 'getAll', { returnAll: true });
		const listed = await does('company', 'getAll', { limit: 100 });
		expect(all.map(({ id }) => id).sort()).toEqual(listed.map(({ id }) => id).sort());
		expect(requests().filter((request) => request.startsWith('GET /companies/scroll'))).toHaveLength(1);
	});
});

describe('an item that fails', () => {
	const sends = cases.filter(
		({ title, resource }) => title.endsWith('all fields') && resource !== 'customCall',
	);

	it('leaves by the error output with all that is known of it, whatever the operation', async () => {
		for (const { resource, name, parameters, title } of sends.filter((_, index) => index % 8 === 0)) {
			intercom.reset();
			await fault({ match: '*', times: 50, status: 422, body: errorList('data_invalid', 'Not like this') });
			const requestOptions = { requestDetails: true };
			const { items, errorItems } = await runs(
				resource,
				name,
				{ ...parameters, requestOptions } as INodeParameters,
				{ files, onError: 'continueErrorOutput' },
			);
			expect([title, items]).toEqual([title, []]);
			expect([title, errorItems.map(({ json }) => Object.keys(json).sort())]).toEqual([
				title,
				[['error', 'message']],
			]);
		}
	}, 60_000);

	it('tells its request in message', async () => {
		const parameters = { contact_id: byId('={{ $json.id }}'), requestOptions: { requestDetails: true } };
		const items = Array.from({ length: 30 }, (_, index) => ({ id: index % 3 === 2 ? 'nobody' : ALAN }));
		const run = await runs('contact', 'get', parameters, { items, onError: 'continueErrorOutput' });
		expect(run.items).toHaveLength(20);
		expect(run.errorItems).toHaveLength(10);
		expect(run.items[0].json._request).toMatchObject({ status: 200 });
		expect(run.errorItems[0].json).toMatchObject({
			id: 'nobody',
			error: 'Intercom refused this: User Not Found',
			message: { description: expect.any(String), _request: { status: 404, path: '/contacts/nobody' } },
		});
	});
});

describe('no error of the engine reaches a person', () => {
	it.each<[string, string, INodeParameters, RegExp]>([
		['identity', 'generateJwt', { user_id: '42', expires_in: 1e12, expires_unit: 'hours' }, /^Expires In is/],
		[
			'contact',
			'search',
			{ options: { query: '{"field":"created_at","operator":"=","value":1e300}' } },
			/which is not a date/,
		],
		['conversation', 'get', { conversation_id: byId('{abc') }, /not found/i],
	])('%s %s', async (resource, operation, parameters, message) => {
		const context = { messengerApiSecret: 'secret' };
		const { error } = await execute('intercomPlus', {
			parameters: { resource, operation, ...parameters },
			credentials: credentials(context),
		});
		expect(error?.message).toMatch(message);
	});

	it('not of a file’s name that is not written as it should be', async () => {
		await fault({
			match: 'GET /download*',
			status: 200,
			headers: { 'content-disposition': "attachment; filename*=UTF-8''%ff.csv", 'content-type': 'text/csv' },
			body: 'a\n1\n',
		});
		const [file] = await does('dataExport', 'download', { job_identifier: 'x', binaryPropertyName: 'data' });
		expect(file.fileName).toBe('%ff.csv');
	});
});
