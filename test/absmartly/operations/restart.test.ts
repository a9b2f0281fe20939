import type { IDataObject } from 'n8n-workflow';
import { checkout, doing, lost, recorded, refuses } from '../world/recorded';

/** Restart, Comment and Get Alerts, on replies as ABsmartly's description and its command line tool's tests have them. */

const failure = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		(reason: Error & { description?: string }) => reason,
	);

const put = 'PUT /experiments/{}/restart';
const newest = (id: number): IDataObject => checkout({ id, iteration: 2, state: 'running' });
const lists = (...experiments: IDataObject[]) => ({ experiments, total: experiments.length });

describe('Restart', () => {
	const stopped = (more: IDataObject = {}) =>
		checkout({ state: 'stopped', stop_at: '2026-02-28T09:00:00.000Z', ...more });
	const values = { state: 'running', reshuffle: true, reason: 'hypothesis_iteration', note: 'Once more' };

	it('gives the new ID beside the old one, and what is otherwise there', async () => {
		const console = recorded(stopped());
		expect(await doing(console, 'restart', values)).toEqual([
			{
				action: 'restart',
				id: 57,
				previousId: 42,
				name: 'checkout_button',
				iteration: 2,
				state: 'running',
				changed: {
					state: { from: 'stopped', to: 'running' },
					stop_at: { from: '2026-02-28T09:00:00.000Z', to: null },
					iteration: { from: 1, to: 2 },
				},
				confirmedBy: 'reply',
			},
		]);
		expect(console.sent()).toEqual(['GET /experiments/{}', 'GET /experiments', put]);
	});

	it('sends the experiment back whole, links as IDs and nothing that the server decides', async () => {
		const console = recorded(stopped());
		const before = Date.now();
		await doing(console, 'restart', values);
		const { data, version, ...rest } = console.requests[2].body as { data: IDataObject; version: number };
		expect(rest).toEqual(values);
		expect(version).toBeGreaterThanOrEqual(before);
		expect(data).toMatchObject({
			name: 'checkout_button',
			percentages: '50/50',
			required_alpha: '0.1',
			audience: '{"filter":[{"and":[]}]}',
			unit_type: { unit_type_id: 1 },
			primary_metric: { metric_id: 5 },
		});
		expect(data.unit_type).toEqual({ unit_type_id: 1 });
		expect(data.primary_metric).toEqual({ metric_id: 5 });
		expect(data.secondary_metrics).toEqual([{ metric_id: 6, type: 'guardrail', order_index: 0 }]);
		expect(data.owners).toEqual([{ user_id: 3 }]);
		expect(data.teams).toEqual([{ team_id: 2 }]);
		expect(data.experiment_tags).toEqual([{ experiment_tag_id: 8 }]);
		expect(data.applications).toEqual([{ application_id: 1, application_version: '0' }]);
		expect(data.variants).toEqual([
			{ variant: 0, name: 'Control', config: '{}' },
			{ variant: 1, name: 'Green', config: '{"color":"green"}' },
		]);
		expect(data.custom_section_field_values).toEqual({
			11: { experiment_id: 42, experiment_custom_section_field_id: 11, type: 'text', value: 'Green sells' },
		});
		for (const own of ['id', 'seed', 'alerts', 'created_at', 'start_at', 'primary_metric_id', 'unit_type_id'])
			expect(data).not.toHaveProperty(own);
	});

	it('takes the answer under experiment too', async () => {
		const console = recorded(stopped(), { [put]: () => ({ ok: true, experiment: newest(58) }) });
		expect(await doing(console, 'restart', values)).toMatchObject([{ id: 58, previousId: 42 }]);
	});

	it.each(['running', 'full_on'])('restarts one that is %s', async (state) => {
		const console = recorded(stopped({ state, stop_at: null }));
		expect(await doing(console, 'restart', values)).toMatchObject([{ id: 57 }]);
	});

	it.each(['created', 'ready', 'development', 'archived'])('refuses one that is %s', async (state) => {
		const console = recorded(stopped({ state }));
		expect((await failure(doing(console, 'restart', values)))?.message).toMatch(/so it cannot be restarted$/);
		expect(console.sent()).toEqual(['GET /experiments/{}']);
	});

	it('refuses an iteration that has a newer one, and names that', async () => {
		const experiment = stopped();
		const console = recorded(experiment, {
			'GET /experiments': () =>
				lists(experiment, newest(57), checkout({ id: 99, name: 'checkout_button_2' })),
		});
		const failed = await failure(doing(console, 'restart', values));
		expect(failed?.message).toBe("The experiment 'checkout_button' was restarted already: 57 comes after 42");
		expect(failed?.description).toMatch(/newest iteration is 57, which is running/);
		expect(console.sent()).not.toContain(put);
	});

	it('finds the new iteration where the reply is lost, and does not restart again', async () => {
		const experiment = stopped();
		const all = [experiment];
		const console = recorded(experiment, {
			'GET /experiments': () => lists(...all),
			[put]: (request) => {
				all.push(newest(57));
				throw lost(request);
			},
		});
		expect(await doing(console, 'restart', values)).toMatchObject([
			{ id: 57, previousId: 42, confirmedBy: 'reading' },
		]);
		expect(console.sent().filter((one) => one === put)).toHaveLength(1);
	});

	it.each([
		['a lost connection', lost],
		['a reply without a new experiment', () => ({ ok: true, experiment: stopped() })],
	])('says after %s that there is no newer iteration', async (_, answer) => {
		const console = recorded(stopped(), {
			[put]: (request) => {
				const given = answer(request);
				if (given instanceof Error) throw given;
				return given;
			},
		});
		const failed = await failure(doing(console, 'restart', values));
		expect(failed?.message).toMatch(/^The experiment 'checkout_button' was not restarted: /);
		expect(failed?.description).toMatch(/it had no newer iteration/);
		expect(console.sent().filter((one) => one === put)).toHaveLength(1);
	});

	it('passes on that a reason is missing', async () => {
		const console = recorded(stopped(), { [put]: refuses(200, 'A reason for restarting is required.') });
		const failed = await failure(doing(console, 'restart', values));
		expect(failed?.message).toBe('ABsmartly refused this: A reason for restarting is required.');
		expect(failed?.description).toMatch(/Choose one under Reason/);
	});
});

describe('Comment', () => {
	const post = 'POST /experiments/{}/activity';

	it('gives the comment as it was stored', async () => {
		const console = recorded(checkout());
		expect(await doing(console, 'comment', { note: 'Looks **good**' })).toEqual([
			{ action: 'comment', experimentId: 42, id: 2, note: 'Looks **good**', confirmedBy: 'reply' },
		]);
		expect(console.requests[1].body).toEqual({ note: 'Looks **good**' });
	});

	it('answers another comment', async () => {
		const console = recorded(checkout());
		await doing(console, 'comment', { note: 'Yes', replyTo: '7' });
		expect(console.requests[1]).toMatchObject({ method: 'POST', path: '/experiments/42/activity/7/reply' });
	});

	it('finds its comment among older ones of the same words where the reply is lost', async () => {
		const world = recorded(checkout());
		const console = recorded(checkout(), {
			'GET /experiments/{}/activity': world.usual['GET /experiments/{}/activity'],
			[post]: (request) => {
				void world.usual[post](request);
				throw lost(request);
			},
		});
		world.notes.push({ id: 2, action: 'comment', note: 'Again' });
		expect(await doing(console, 'comment', { note: 'Again' })).toMatchObject([
			{ id: 3, note: 'Again', confirmedBy: 'reading' },
		]);
		expect(console.sent().filter((one) => one === post)).toHaveLength(1);
	});

	it('looks through the whole activity, whatever its order and the size of its pages', async () => {
		const old = Array.from({ length: 25 }, (_, index) => ({ id: index + 1, action: 'edit', note: '' }));
		// one of the same words, which somebody wrote long ago, beyond the first page
		old[15] = { id: 16, action: 'comment', note: 'Again', created_at: '2026-01-01T09:00:00.000Z' } as never;
		const made = { id: 99, action: 'comment', note: 'Again', created_at: new Date().toISOString() };
		let notes: IDataObject[] = old;
		const console = recorded(checkout(), {
			'GET /experiments/{}/activity': ({ query }) => ({
				experiment_notes: notes.slice(Number(query.offset ?? 0)).slice(0, 10),
			}),
			[post]: (request) => {
				notes = [...old, made];
				throw lost(request);
			},
		});
		expect(await doing(console, 'comment', { note: 'Again' })).toMatchObject([{ id: 99 }]);
		expect(console.requests.slice(2).map(({ query }) => query.offset)).toEqual([undefined, 10, 20]);
	});

	it('ends where the console gives the same page again and again', async () => {
		const page = { experiment_notes: [{ id: 1, action: 'create', note: '' }] };
		const console = recorded(checkout(), {
			'GET /experiments/{}/activity': () => page,
			[post]: (request) => Promise.reject(lost(request)),
		});
		expect(await failure(doing(console, 'comment', { note: 'x' }))).toBeDefined();
		expect(console.requests).toHaveLength(4);
	});

	it('says that it is not there, though one of the same words is', async () => {
		const console = recorded(checkout(), { [post]: (request) => Promise.reject(lost(request)) });
		console.notes.push({ id: 2, action: 'comment', note: 'Again' });
		const failed = await failure(doing(console, 'comment', { note: 'Again' }));
		expect(failed?.message).toBe('The comment on experiment 42 was not made: ABsmartly could not be reached');
		expect(console.sent().filter((one) => one === post)).toHaveLength(1);
	});
});

describe('Get Alerts', () => {
	it('takes the metadata apart, as far as it is JSON, page by page', async () => {
		const alert = (id: number, metadata?: unknown) => ({
			id,
			experiment_id: 42,
			type: 'sample_ratio_mismatch',
			dismissed: false,
			metadata,
		});
		const pages = [
			[alert(1, '{"pvalue":0.001}'), alert(2, 'not JSON')],
			[alert(3, null), alert(4)],
		];
		const console = recorded(checkout(), {
			'GET /experiment_alerts': ({ query }) => ({
				experiment_alerts: pages[Number(query.page) - 1],
				items: 2,
				page: query.page,
				total: 4,
			}),
		});
		const found = await doing(console, 'getAlerts');
		expect(found.map(({ metadata }) => metadata)).toEqual([{ pvalue: 0.001 }, 'not JSON', null, undefined]);
		expect(console.requests.map(({ query }) => query)).toEqual([
			{ experiment_id: '42', items: 100, page: 1 },
			{ experiment_id: '42', items: 100, page: 2 },
		]);
	});
});

it('Get gives the experiment itself', async () => {
	expect(await doing(recorded(checkout()), 'getOne')).toEqual([checkout()]);
});
