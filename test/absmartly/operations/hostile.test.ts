import type { IDataObject } from 'n8n-workflow';
import { checkout, columnar, doing, lost, recorded, refuses, type Answer } from '../world/recorded';

/** Replies that are odd, incomplete, enormous or without an end: what is told is either right, or an error that says so. */

const failure = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		(reason: Error & { description?: string }) => reason,
	);

const main = 'POST /experiments/{}/metrics/main';
const restart = 'PUT /experiments/{}/restart';
const stopped = (more: IDataObject = {}) => checkout({ state: 'stopped', ...more });

describe('Get Results', () => {
	const only = (more: IDataObject = {}) => checkout({ secondary_metrics: [], ...more });
	const rows = async (experiment: IDataObject, table: unknown = columnar(5)) =>
		await doing(recorded(experiment, { [main]: () => table }), 'getResults');

	it('gives no figures where nobody knows whose they are', async () => {
		const { columnNames, rows: cells } = columnar(5);
		const table = { columnNames: (columnNames as string[]).map((name) => name.replace('variant', 'v')) };
		const failed = await failure(rows(only(), { ...table, rows: cells }));
		expect(failed?.message).toBe('The reply holds no results');
		// where there are none, nothing is missing
		expect(await rows(only(), { columnNames: ['metric_5'], rows: [] })).toEqual([]);
	});

	it('names no variant where the experiment does not number them', async () => {
		const variants = [null, 'x', { name: 'A' }, { name: 'B' }] as never;
		expect(await rows(only({ variants }), columnar(5, { variant: [null, 1] }))).toMatchObject([
			{ variant: null, variantName: null },
			{ variant: 1, variantName: null },
		]);
	});

	it('takes IDs as text, a metric that only names itself, and each metric once', async () => {
		const secondary_metrics = [
			{ type: 'secondary', metric: { id: '6', name: 'Page load' } },
			{ type: 'guardrail', metric_id: 5, metric: { id: 5, name: 'Orders' } },
			{ type: 'exploratory' },
			null,
			7,
		] as never;
		const console = recorded(checkout({ primary_metric_id: '5', secondary_metrics }));
		const found = await doing(console, 'getResults');
		expect(found.map(({ metricId, role }) => [metricId, role])).toEqual([
			[5, 'primary'],
			[5, 'primary'],
			[6, 'secondary'],
			[6, 'secondary'],
		]);
		expect(console.requests.at(-1)?.path).toBe('/experiments/42/metrics/6');
	});

	it('keeps figures of very many digits, and takes what is no figure for none', async () => {
		const table = columnar(5, {
			metric_5: ['12345678901234567890', 'inf'],
			unit_count: ['9007199254740993', 'nan'],
		});
		expect(await rows(only(), table)).toMatchObject([
			{ value: 12345678901234567890, participants: 9007199254740992 },
			{ value: null, participants: null },
		]);
	});

	it('passes over rows that are none, and takes any number of them', async () => {
		expect(
			await rows(only(), { columnNames: ['variant', 'metric_5'], rows: [null, 5, 'ab', {}, [1]] }),
		).toMatchObject([{ variant: 1, value: null }]);
		const table = {
			columnNames: ['variant', 'metric_5'],
			rows: Array.from({ length: 150_000 }, () => [0, 1]),
		};
		expect(await rows(only(), table)).toHaveLength(150_000);
	}, 30_000);

	it('names no more metrics than a person reads', async () => {
		const secondary_metrics = Array.from({ length: 3000 }, (_, id) => ({
			metric_id: id + 100,
			metric: { name: `${'m'.repeat(500)} ${id}` },
		})) as never;
		const console = recorded(checkout({ secondary_metrics }));
		const failed = await failure(doing(console, 'getResults', { metric: 'none' }));
		expect(failed?.description).toMatch(/, 2981 more\. Names are case-sensitive$/);
		expect(failed?.description?.length).toBeLessThan(2500);
	});
});

describe('a restart', () => {
	const values = { state: 'running' };
	const restarted = async (experiment: IDataObject, answers: Record<string, Answer> = {}) =>
		await failure(doing(recorded(experiment, answers), 'restart', values));

	it('is not taken for made by a reply with the old ID as text', async () => {
		const answer = () => ({ ok: true, experiment: stopped({ id: '42' }) });
		expect((await restarted(stopped(), { [restart]: answer }))?.message).toMatch(/was not restarted/);
	});

	it('tells the state of the new iteration, not of the old one', async () => {
		const full = stopped({ state: 'running', full_on_at: '2026-02-20T09:00:00.000Z', full_on_variant: 1 });
		for (const state of ['running', undefined]) {
			const answer = () => ({ ok: true, new_experiment: { id: 57, ...(state && { state }) } });
			const [made] = await doing(recorded(full, { [restart]: answer }), 'restart', values);
			expect(made).toMatchObject({ id: 57, state: 'running', previousId: 42 });
		}
	});

	it('names a version no older than the experiment, where this clock is behind', async () => {
		const console = recorded(stopped({ updated_at: '2090-01-01T00:00:00.000Z' }));
		await doing(console, 'restart', values);
		expect(console.requests[2].body.version).toBe(Date.parse('2090-01-01T00:00:00.000Z'));
	});

	it('passes over links that are none', async () => {
		const odd = { owners: [null], variants: null, secondary_metrics: ['x'] } as never;
		const console = recorded(stopped(odd));
		await doing(console, 'restart', values);
		expect(console.requests[2].body.data).toMatchObject({ owners: [], variants: [], secondary_metrics: [] });
	});

	it('looks through a list with an end only, whatever is in it', async () => {
		const odd = [null, 'x', 5, { id: 43 }] as never;
		expect(await restarted(stopped(), { 'GET /experiments': () => ({ experiments: odd }) })).toBeUndefined();

		let pages = 0;
		const endless: Answer = () => {
			if (++pages > 200) throw new Error('asked for more than 200 pages');
			return { experiments: Array.from({ length: 100 }, (_, row) => ({ id: pages * 100 + row, name: 'x' })) };
		};
		expect((await restarted(stopped(), { 'GET /experiments': endless }))?.message).toMatch(
			/^Too many experiments/,
		);

		const enormous = Array.from({ length: 300_000 }, (_, id) => ({ id, name: 'x' }));
		const all = () => ({ experiments: enormous, total: enormous.length });
		expect((await restarted(stopped(), { 'GET /experiments': all }))?.message).toMatch(
			/^Too many experiments/,
		);
	});
});

it('Get Alerts takes apart objects and lists only: digits stay what they are', async () => {
	const experiment_alerts = [
		{ id: 1, metadata: '123456789012345678901' },
		{ id: 2, metadata: 'null' },
		{ id: 3, metadata: '[1]' },
		null,
	];
	const console = recorded(checkout(), { 'GET /experiment_alerts': () => ({ experiment_alerts }) });
	expect(await doing(console, 'getAlerts')).toEqual([
		{ id: 1, metadata: '123456789012345678901' },
		{ id: 2, metadata: 'null' },
		{ id: 3, metadata: [1] },
	]);
});

describe('a change of state', () => {
	it('is looked for after a 408, which a proxy sends that did not wait for the reply', async () => {
		const experiment = checkout();
		const world = recorded(experiment);
		const console = recorded(experiment, {
			'PUT /experiments/{}/start': (request) => {
				void world.usual['PUT /experiments/{}/start'](request);
				return refuses(408, 'Request Timeout')(request);
			},
		});
		expect(await doing(console, 'start')).toMatchObject([{ state: 'running', confirmedBy: 'reading' }]);
	});

	it('is not taken for made by a reply about another experiment', async () => {
		const answer = () => ({ ok: true, experiment: { id: 999, state: 'running' } });
		const console = recorded(checkout(), { 'PUT /experiments/{}/start': answer });
		expect((await failure(doing(console, 'start')))?.message).toMatch(/was not started/);
		const asText = recorded(checkout(), {
			'PUT /experiments/{}/start': () => ({ ok: true, experiment: { id: '42', state: 'running' } }),
		});
		expect(await doing(asText, 'start')).toMatchObject([{ state: 'running', confirmedBy: 'reply' }]);
	});

	it('takes an experiment with a variant for full on, whether or not it says since when', async () => {
		const full = checkout({ state: 'running', full_on_variant: 1 });
		const failed = await failure(doing(recorded(full), 'fullOn', { variant: 1 }));
		expect(failed?.message).toMatch(/ is full on, so it cannot be set full on$/);
	});
});

describe('a comment', () => {
	const activity = 'GET /experiments/{}/activity';
	const post = 'POST /experiments/{}/activity';

	/** A console that stores what `stored` makes of a comment, and loses its reply. */
	const losing = (stored: (note: unknown) => IDataObject) => {
		const { notes, usual } = recorded(checkout());
		const answer: Answer = (request) => {
			notes.push({ id: 9, action: 'comment', ...stored(request.body.note) });
			throw lost(request);
		};
		return recorded(checkout(), {
			[activity]: usual[activity],
			[post]: answer,
			[`${post}/{}/reply`]: answer,
		});
	};

	it('is found though the server trims it and writes its lines in its own way', async () => {
		const console = losing((note) => ({ note: String(note).trim().replaceAll('\n', '\r\n') }));
		expect(await doing(console, 'comment', { note: 'Two\nlines\n' })).toMatchObject([{ id: 9 }]);
	});

	it.each([
		['', 7, false],
		['7', 8, false],
		['7', 7, true],
		['7', null, true],
	])('that replies to %p is found where the one stored replies to %p: %p', async (replyTo, to, isFound) => {
		const console = losing((note) => ({ note: note as string, reply_to_note_id: to }));
		const failed = await failure(doing(console, 'comment', { note: 'Yes', replyTo }));
		expect(failed === undefined).toBe(isFound);
	});

	it('is looked for where the reply holds something else in its place', async () => {
		const console = recorded(checkout(), { [post]: () => ({ ok: true, experiment_note: 'yes' }) });
		const failed = await failure(doing(console, 'comment', { note: 'x' }));
		expect(failed?.message).toMatch(/was not made: ABsmartly’s reply does not show it$/);
	});

	it('answers a comment by its ID, and nothing else', async () => {
		const console = recorded(checkout());
		const failed = await failure(doing(console, 'comment', { note: 'x', replyTo: '7/x' }));
		expect(failed?.message).toBe("'7/x' is not an ABsmartly ID");
		expect(console.requests).toEqual([]);
	});

	it('is not advised to be written again where nobody can tell', async () => {
		let reads = 0;
		const console = recorded(checkout(), {
			[post]: (request) => Promise.reject(lost(request)),
			[activity]: (request) => (reads++ === 0 ? { experiment_notes: [] } : Promise.reject(lost(request))),
		});
		const failed = await failure(doing(console, 'comment', { note: 'x' }));
		expect(failed?.message).toMatch(/^It is unknown whether the experiment '42' was commented on/);
		expect(failed?.description).toMatch(/before you run this again, or the comment may be there twice$/);
	});
});
