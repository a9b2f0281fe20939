import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { execute, type Credentials } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';

jest.setTimeout(60_000);

/** Whole exports inside n8n's engine against the simulator. */

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => {
	intercom.reset();
	intercom.settings.exportChecks = 0;
});

const credentials = (): Credentials => ({
	intercomAccessTokenApi: {
		region: 'custom',
		baseUrl: intercom.url,
		accessToken: 'sim-intercom-token',
	} as never,
});

const range = { created_at_after: '2026-01-01', created_at_before: '2026-02-01' };
const reporting = {
	resource: 'reportingDataExport',
	dataset_id: { __rl: true, mode: 'id', value: 'contact' },
	attribute_ids: 'id, email',
	start_time: '2026-01-01',
	end_time: '2026-02-01',
};

async function exports(parameters: INodeParameters = {}, more: Partial<Parameters<typeof execute>[1]> = {}) {
	const run = await execute('intercomPlus', {
		parameters: { resource: 'dataExport', operation: 'export', ...range, ...parameters },
		credentials: credentials(),
		...more,
	});
	if (run.error) throw Object.assign(new Error(run.error.message), { description: run.error.description });
	return run.items;
}

const paths = () => intercom.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
const idOf = (index: number) => intercom.requests[index].path.split('?')[0].split('/').pop();
const contacts = () => [...intercom.workspace().contacts.values()].length;

it('starts it, asks until it is ready, and gives a row per item', async () => {
	intercom.settings.exportChecks = 1;
	const items = await exports({ returnAll: true });
	expect(items).toHaveLength(contacts());
	expect(items[0].json).toEqual({
		id: expect.any(String),
		external_id: expect.any(String),
		email: expect.any(String),
		name: expect.any(String),
	});
	expect(items[0].pairedItem).toEqual({ item: 0 });
	expect(paths()).toEqual([
		'POST /export/content/data',
		`GET /export/content/data/${idOf(1)}`,
		`GET /export/content/data/${idOf(1)}`,
		`GET /download/content/data/${idOf(1)}`,
	]);
});

it('gives no more than the limit', async () => {
	expect(await exports({ limit: 2 })).toHaveLength(2);
});

it('gives the file as Intercom delivers it', async () => {
	const [{ json, binary }] = await exports({ output: 'file', binaryPropertyName: 'export' });
	expect(json).toMatchObject({ status: 'complete', fileName: 'export.csv.gz' });
	expect(Object.keys(binary ?? {})).toEqual(['export']);
	const bytes = Buffer.from(binary!.export.data, 'base64');
	expect([bytes[0], bytes[1]]).toEqual([0x1f, 0x8b]);
});

it('exports reporting data from its archive, with the IDs that Intercom wants in the query', async () => {
	const items = await exports({ ...reporting, returnAll: true, client_id: 'client-1' });
	expect(items).toHaveLength(contacts());
	expect(items[0].json).toEqual({ id: expect.any(String), email: expect.any(String), _file: 'contact.csv' });
	const [state, download] = intercom.requests
		.slice(-2)
		.map(({ path }) => Object.fromEntries(new URL(path, intercom.url).searchParams));
	expect(download).toEqual({ app_id: 'abc123de', job_identifier: idOf(2) });
	expect(state).toEqual({ ...download, client_id: 'client-1' });
});

it('knows both words for complete', async () => {
	intercom.settings.exportEnd = 'completed';
	expect(await exports({ limit: 1 })).toHaveLength(1);
});

it('gives nothing where there is no data, and says so instead of a file', async () => {
	intercom.settings.exportEnd = 'no_data';
	expect(await exports()).toEqual([]);
	expect((await exports({ output: 'file' }))[0].json).toMatchObject({ status: 'no_data' });
});

it.each([
	['failed', /could not make the data export/],
	['canceled', /was cancelled/],
])('says that it %s', async (end, message) => {
	intercom.settings.exportEnd = end as 'failed';
	await expect(exports()).rejects.toThrow(message);
});

it('says at once that another is under way, without waiting for it', async () => {
	intercom.settings.exportChecks = 99;
	const start = await fetch(`${intercom.url}/export/content/data`, {
		method: 'POST',
		headers: { authorization: 'Bearer sim-intercom-token', 'content-type': 'application/json' },
		body: JSON.stringify({ created_at_after: 1, created_at_before: 2 }),
	});
	expect(start.status).toBe(200);
	await expect(exports()).rejects.toMatchObject({
		message: 'Another data export is under way in this workspace',
		description: expect.stringContaining('at most 1 at a time'),
	});
	expect(paths()).toHaveLength(2);
});

it('stops asking after the longest wait, and says how to fetch it later', async () => {
	intercom.settings.exportChecks = 99;
	await expect(exports({ maxWait: 0.03 })).rejects.toMatchObject({
		message: expect.stringMatching(/was not ready after 0.03 minutes/),
		description: expect.stringContaining('Download'),
	});
});

it('says that the file is gone', async () => {
	await fetch(`${intercom.url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ match: 'GET /download/*', status: 404, body: { errors: [{ message: 'gone' }] } }),
	});
	await expect(exports()).rejects.toThrow('is not there any more');
});

it('ends when the execution is cancelled', async () => {
	intercom.settings.exportChecks = 99;
	const started = Date.now();
	await execute('intercomPlus', {
		parameters: { resource: 'dataExport', operation: 'export', ...range },
		credentials: credentials(),
		cancelWhen: () => intercom.requests.length >= 3,
	});
	expect(Date.now() - started).toBeLessThan(8_000);
	expect(intercom.requests.length).toBeLessThan(5);
});

it('goes on with the other items', async () => {
	intercom.settings.exportEnd = 'failed';
	const items = await exports({}, { onError: 'continueRegularOutput', items: [{}] as IDataObject[] });
	expect(items[0].json.error).toMatch(/could not make/);
});
