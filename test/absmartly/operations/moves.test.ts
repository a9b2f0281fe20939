import type { IDataObject } from 'n8n-workflow';
import { checkout, doing, lost, recorded, refuses, type Answer } from '../world/recorded';

/** The changes of state, on replies as ABsmartly's description and its command line tool's tests have them. */

const error = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		(reason: Error & { description?: string }) => reason,
	);

type Move = {
	name: string;
	put: string;
	/** What the experiment is before. */
	before: IDataObject;
	values?: IDataObject;
	body: IDataObject;
	action: string;
	state: string;
	changed: IDataObject;
	done: string;
	/** The states that are refused before anything is sent. */
	refused: string[];
};

const at = '2026-03-01T09:00:00.000Z';

const moves: Move[] = [
	{
		name: 'start',
		put: 'PUT /experiments/{}/start',
		before: { state: 'ready' },
		values: { note: 'Go' },
		body: { note: 'Go' },
		action: 'start',
		state: 'running',
		changed: { state: { from: 'ready', to: 'running' }, start_at: { from: null, to: at } },
		done: 'started',
		refused: ['created', 'running', 'full_on', 'stopped', 'archived'],
	},
	{
		name: 'develop',
		put: 'PUT /experiments/{}/development',
		before: { state: 'ready' },
		body: {},
		action: 'development',
		state: 'development',
		changed: { state: { from: 'ready', to: 'development' }, development_at: { from: null, to: at } },
		done: 'moved to development',
		refused: ['created', 'development', 'running', 'full_on', 'stopped', 'archived'],
	},
	{
		name: 'stop',
		put: 'PUT /experiments/{}/stop',
		before: { state: 'running' },
		values: { reason: 'guardrail_metric_impact', note: 'Too slow' },
		body: { reason: 'guardrail_metric_impact', note: 'Too slow' },
		action: 'stop',
		state: 'stopped',
		changed: { state: { from: 'running', to: 'stopped' }, stop_at: { from: null, to: at } },
		done: 'stopped',
		refused: ['created', 'ready', 'development', 'stopped', 'archived'],
	},
	{
		name: 'fullOn',
		put: 'PUT /experiments/{}/full_on',
		before: { state: 'running' },
		values: { variant: 1 },
		body: { full_on_variant: 1 },
		action: 'full_on',
		state: 'full_on',
		changed: { full_on_at: { from: null, to: at }, full_on_variant: { from: null, to: 1 } },
		done: 'set full on',
		refused: ['created', 'ready', 'development', 'full_on', 'stopped', 'archived'],
	},
	{
		name: 'archive',
		put: 'PUT /experiments/{}/archive',
		before: { state: 'stopped' },
		body: { archive: true },
		action: 'archive',
		state: 'archived',
		changed: { archived: { from: false, to: true } },
		done: 'archived',
		refused: ['development', 'running', 'full_on', 'archived'],
	},
	{
		name: 'unarchive',
		put: 'PUT /experiments/{}/archive',
		before: { state: 'stopped', archived: true },
		body: { archive: false },
		action: 'unarchive',
		state: 'stopped',
		changed: { archived: { from: true, to: false } },
		done: 'unarchived',
		refused: ['created', 'ready', 'development', 'running', 'full_on', 'stopped'],
	},
];

/** An experiment in that state, as ABsmartly shows it: the variant and the flag tell, whatever `state` says. */
const inState = (state: string): IDataObject =>
	state === 'archived'
		? { state: 'stopped', archived: true }
		: state === 'full_on'
			? { state: 'running', full_on_at: '2026-02-20T09:00:00.000Z', full_on_variant: 1 }
			: { state };

describe.each(moves)(
	'$name',
	({ name, put, before, values, body, action, state, changed, done, refused }) => {
		const written = (sent: string[]) => sent.filter((one) => one.startsWith('PUT '));

		it('reads, sends once, and says what changed', async () => {
			const console = recorded(checkout(before));
			expect(await doing(console, name, values)).toEqual([
				{ action, id: 42, name: 'checkout_button', iteration: 1, state, changed, confirmedBy: 'reply' },
			]);
			expect(console.sent()).toEqual(['GET /experiments/{}', put]);
			expect(console.requests[1].body).toEqual(body);
		});

		it.each(refused)('refuses an experiment that is %s before anything is sent', async (one) => {
			const console = recorded(checkout(inState(one)));
			const refusal = await error(doing(console, name, values));
			expect(refusal?.message).toMatch(
				new RegExp(`^The experiment 'checkout_button' is .+, so it cannot be ${done}$`),
			);
			expect(refusal?.description).toMatch(/Nothing was sent$/);
			expect(console.sent()).toEqual(['GET /experiments/{}']);
		});

		it('leaves a state that it does not know to ABsmartly', async () => {
			const console = recorded(checkout({ ...before, archived: false, state: 'scheduled' }), {
				[put]: refuses(400, 'not now'),
			});
			expect((await error(doing(console, name, values)))?.message).toBe('ABsmartly refused this: not now');
			expect(written(console.sent())).toEqual([put]);
		});

		it('takes a 200 with ok: false for the refusal it is, and looks no further', async () => {
			const console = recorded(checkout(before), { [put]: refuses(200, 'The experiment is locked') });
			expect((await error(doing(console, name, values)))?.message).toBe(
				'ABsmartly refused this: The experiment is locked',
			);
			expect(console.sent()).toEqual(['GET /experiments/{}', put]);
		});

		it('reads what became of it where the reply is lost, and sends nothing again', async () => {
			const experiment = checkout(before);
			const world = recorded(experiment);
			const console = recorded(experiment, {
				[put]: (request) => {
					void world.usual[put](request);
					throw lost(request);
				},
			});
			expect(await doing(console, name, values)).toEqual([
				{ action, id: 42, name: 'checkout_button', iteration: 1, state, changed, confirmedBy: 'reading' },
			]);
			expect(console.sent()).toEqual(['GET /experiments/{}', put, 'GET /experiments/{}']);
		});

		it.each<[string, Answer]>([
			['a lost connection', (request) => Promise.reject(lost(request))],
			['a 502', refuses(502, 'Bad gateway')],
			['a reply that shows no change', () => ({ ok: true, errors: [] })],
		])('says after %s that nothing came of it, with the state it read', async (_, answer) => {
			const console = recorded(checkout(before), { [put]: answer });
			const failed = await error(doing(console, name, values));
			expect(failed?.message).toMatch(new RegExp(`^The experiment 'checkout_button' was not ${done}: `));
			expect(failed?.description).toMatch(/^Read right afterwards, it was .+ It was not sent again/);
			expect(console.sent()).toEqual(['GET /experiments/{}', put, 'GET /experiments/{}']);
		});

		it('says that nobody knows where it cannot be read either', async () => {
			const experiment = checkout(before);
			let reads = 0;
			const console = recorded(experiment, {
				[put]: (request) => Promise.reject(lost(request)),
				'GET /experiments/{}': (request) => (reads++ === 0 ? { experiment } : Promise.reject(lost(request))),
			});
			const failed = await error(doing(console, name, values));
			expect(failed?.message).toBe(
				`It is unknown whether the experiment 'checkout_button' was ${done}: ABsmartly could not be reached`,
			);
			expect(failed?.description).toMatch(/run this again: it reads the state first/);
		});

		it('knows that a request which never left did nothing', async () => {
			const console = recorded(checkout(before), { [put]: (request) => Promise.reject(lost(request, true)) });
			expect((await error(doing(console, name, values)))?.message).toBe('ABsmartly could not be reached');
			expect(console.sent()).toEqual(['GET /experiments/{}', put]);
		});

		it('sends what several items of a run say alike once', async () => {
			const console = recorded(checkout(before));
			const run = {};
			const all = await Promise.all([1, 2, 3].map(async () => await doing(console, name, values, run)));
			expect(all.map(([one]) => one.state)).toEqual([state, state, state]);
			expect(written(console.sent())).toEqual([put]);
			await error(doing(console, name, values, {}));
			expect(console.sent().filter((one) => one.startsWith('GET '))).toHaveLength(2);
		});

		it('does what they say differently one after the other, so that the second is refused', async () => {
			const console = recorded(checkout(before));
			const run = {};
			const [first, second] = await Promise.all(
				['one', 'another'].map(async (note) => await error(doing(console, name, { ...values, note }, run))),
			);
			expect(first).toBeUndefined();
			expect(second?.message).toMatch(/so it cannot be/);
			expect(written(console.sent())).toEqual([put]);
		});
	},
);

it('tells another variant from the one that was wanted', async () => {
	const console = recorded(checkout({ state: 'running' }), {
		'PUT /experiments/{}/full_on': () => ({ ok: true, experiment: { full_on_variant: 1 } }),
	});
	expect((await error(doing(console, 'fullOn', { variant: 2 })))?.message).toMatch(/was not set full on/);
});

it('takes the state text after a full on and an archive either way', async () => {
	const console = recorded(checkout({ state: 'full_on', full_on_variant: 1 }));
	expect(await doing(console, 'stop')).toMatchObject([{ state: 'stopped' }]);
	const archived = recorded(checkout({ state: 'archived' }));
	expect((await error(doing(archived, 'archive')))?.message).toMatch(/is archived, so it cannot be archived/);
});

describe('what ABsmartly asks for', () => {
	it.each([
		[400, 'A note is required for this action', /requires a note. Fill in Note/],
		[422, 'A reason for stopping is required.', /requires a reason. Choose one under Reason/],
		[
			200,
			"custom field values are required: 'Hypothesis' (id: 11)",
			/requires custom fields that the experiment leaves blank/,
		],
	])('is told of a %i', async (status, words, advice) => {
		const console = recorded(checkout({ state: 'running' }), {
			'PUT /experiments/{}/stop': refuses(status, words),
		});
		const failed = await error(doing(console, 'stop'));
		expect(failed?.message).toBe(`ABsmartly refused this: ${words}`);
		expect(failed?.description).toMatch(advice);
	});
});

it.each([
	['start', 'Experiment Start', 'ready'],
	['develop', 'Experiment Start in Development', 'ready'],
	['stop', 'Experiment Stop', 'running'],
	['fullOn', 'Experiment Full On', 'running'],
	['restart', 'Experiment Restart', 'stopped'],
	['archive', 'Experiment Archive', 'stopped'],
	['unarchive', 'Experiment Unarchive', 'archived'],
])('%s says to a key that may not that it takes %s', async (name, permission, state) => {
	const console = recorded(
		checkout(inState(state)),
		Object.fromEntries(
			moves
				.map(({ put }) => put)
				.concat('PUT /experiments/{}/restart')
				.map((put) => [put, refuses(403, 'Forbidden')]),
		),
	);
	const failed = await error(doing(console, name, { variant: 1, state: 'running' }));
	expect(failed?.message).toBe('ABsmartly refused this: Forbidden');
	expect(failed?.description).toContain(`it takes the permission ${permission}. Ask an administrator`);
	expect(failed?.description).toContain("such as Team Contributor in the experiment's team or FullAdmin");
});

it.each(['getOne', 'getResults', 'getAlerts', 'comment', 'start'])(
	'%s says to a key that may not read that it takes Experiment Get',
	async (name) => {
		const forbidden = refuses(403, 'Forbidden');
		const console = recorded(checkout(), {
			'GET /experiments/{}': forbidden,
			'GET /experiments/{}/activity': forbidden,
			'GET /experiment_alerts': forbidden,
		});
		expect((await error(doing(console, name, { note: 'x' })))?.description).toMatch(
			/it takes the permission Experiment Get\. Ask an administrator of ABsmartly for it, or for a role that has it, such as Team Viewer/,
		);
	},
);

it('says of an experiment that is not there that rights may hide it', async () => {
	const console = recorded(checkout(), {
		'GET /experiments/{}': refuses(404, 'experiment 42 does not exist'),
	});
	const failed = await error(doing(console, 'getOne'));
	expect(failed?.message).toBe('ABsmartly refused this: experiment 42 does not exist');
	expect(failed?.description).toMatch(/^Check the ID\. An experiment of a team .+ is not found either/);
});

it('refuses a reply that holds no experiment', async () => {
	const console = recorded(checkout(), { 'GET /experiments/{}': () => ({ hello: 'world' }) });
	expect((await error(doing(console, 'start')))?.message).toBe("The reply holds no 'experiment'");
});
