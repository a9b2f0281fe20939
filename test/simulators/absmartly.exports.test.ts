import { crc32 } from 'node:zlib';
import { absmartly, ask, control, fullAdmin } from './absmartly/driver';
import { zip } from './absmartly/console/zip';

const begin = async () => await ask('POST', '/v1/experiments/1/export_data', {});
const config = async () => (await ask('GET', '/v1/export_configs/1')).json.export_config;
const status = async () =>
	(await ask('GET', '/v1/export_configs/1/export_histories')).json.export_histories.at(-1).status;
const told = () => absmartly.webhooks.events.map(({ event_name }) => event_name);
const authorization = `Api-Key ${fullAdmin}`;

beforeEach(() => absmartly.clock.set('2026-03-01T10:00:00.000Z'));

it('waits, runs, is completed, and only then has a file, with an event each', async () => {
	await control('PUT', 'settings', { exportMs: 60_000 });
	expect((await begin()).json).toMatchObject({
		ok: true,
		exportConfig: { id: 1, experiment_id: 1, downloadable: false },
	});
	expect(await status()).toBe('WAITING');
	absmartly.clock.advance(60_000);
	expect(await status()).toBe('IN_PROGRESS');
	expect((await begin()).json.errors).toEqual([expect.stringContaining('already in progress')]);
	absmartly.clock.advance(60_000);
	expect([await status(), (await config()).download_file_key]).toEqual(['COMPLETED', null]);
	absmartly.clock.advance(60_000);
	const { download_file_key: key } = await config();
	expect(key).toMatch(/\.zip$/);
	expect(told()).toEqual([
		...[
			'ExportCreated',
			'ExportStarted',
			'ExportCompleted',
			'ExportDownloadReady',
			'ExperimentDataExportReady',
		],
	]);
	expect(absmartly.webhooks.events.at(-1)).toEqual({
		event_name: 'ExperimentDataExportReady',
		event_at: expect.any(Number),
		id: 1,
		user_id: 1,
		metadata: { download_url: `/v1/experiments/exports/1/${key}`, export_config_id: 1, file_name: key },
	});
	expect((await begin()).json.errors).toEqual([expect.stringContaining('recently created')]);
	absmartly.clock.advance(3_600_000);
	expect((await begin()).status).toBe(200);
	const listed = async (statuses: string) =>
		(await ask('GET', `/v1/export_configs?statuses=${statuses}`)).json.export_configs.length;
	expect([await listed('COMPLETED'), await listed('WAITING'), await listed('FAILED')]).toEqual([1, 1, 0]);
});

it('leads to the file on another host, which wants no key, for 30 days', async () => {
	await control('POST', 'exposures', [{ experiment: 'support_entry_point', unit: 'user_id', uid: '42' }]);
	await control('PUT', 'settings', { exportMs: 1 });
	await begin();
	absmartly.clock.advance(10);
	const { download_file_key: key } = await config();
	const url = `${absmartly.url}/v1/experiments/exports/1/${key}`;
	const moved = await fetch(url, { headers: { authorization }, redirect: 'manual' });
	const location = moved.headers.get('location') ?? '';
	expect([moved.status, location]).toEqual([302, expect.stringMatching(/^http:\/\/localhost:\d+\/files\//)]);
	expect((await fetch(location, { headers: { authorization } })).status).toBe(400);
	const files = unzip(Buffer.from(await (await fetch(location)).arrayBuffer()));
	expect(Object.keys(files)).toEqual(['exposures_0.csv', 'goals_0.csv']);
	expect(files['exposures_0.csv']).toContain('"user_id","odDG6D8CcyfYRhBj9KxYpg"');
	expect((await ask('GET', '/v1/experiments/exports/1/other.zip')).status).toBe(404);
	absmartly.clock.advance(31 * 86_400_000);
	expect((await config()).downloadable).toBe(false);
	expect((await fetch(url, { headers: { authorization } })).status).toBe(404);
});

it('fails, as it is set', async () => {
	await control('PUT', 'settings', { exportMs: 1, exportFails: true });
	await begin();
	absmartly.clock.advance(10);
	expect(await status()).toBe('FAILED');
	expect(told()).toEqual(['ExportCreated', 'ExportStarted', 'ExportFailed']);
	expect((await begin()).status).toBe(200);
});

/** The files of an archive by its directory, which stands at its end; each is found, whole and stored as it is. */
function unzip(archive: Buffer): Record<string, string> {
	const end = archive.length - 22;
	expect(archive.readUInt32LE(end)).toBe(0x06054b50);
	const files: Record<string, string> = {};
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
		expect(archive.readUInt32LE(at)).toBe(0x02014b50);
		const nameLength = archive.readUInt16LE(at + 28);
		const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
		const local = archive.readUInt32LE(at + 42);
		expect(archive.readUInt32LE(local)).toBe(0x04034b50);
		const begin = local + 30 + archive.readUInt16LE(local + 26);
		const content = archive.subarray(begin, begin + archive.readUInt32LE(at + 24));
		expect(crc32(content)).toBe(archive.readUInt32LE(at + 16));
		files[name] = content.toString('utf8');
		at += 46 + nameLength;
	}
	expect(at).toBe(end);
	return files;
}

it('makes archives that can be read', () => {
	const files = { 'a.csv': 'a,b', 'ü.csv': '', 'c.csv': 'c'.repeat(1000) };
	expect(unzip(zip(files))).toEqual(files);
});
