import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { absmartly, consoleCredentials, does, faults } from '../world/driver';

/** What items of one run ask for alike, and what replies that are lost leave behind. */

const byId = (value: number | string) => ({ __rl: true, mode: 'id', value: String(value) });

const run = async (operation: string, parameters: INodeParameters, items?: IDataObject[]) =>
	await does('experiment', operation, parameters, { credentials: consoleCredentials(), items });

const written = () => absmartly.requests.filter(({ method }) => method !== 'GET');

type Start = Parameters<typeof absmartly.addExperiment>[0];
const checkout = (more: Start = {}) => absmartly.addExperiment({ name: 'checkout_button', ...more }).id;

const five = [1, 2, 3, 4, 5].map((row) => ({ row }));

it('restarts once, however many items ask for it', async () => {
	const id = checkout({ state: 'stopped' });
	const { json, error } = await run('restart', { experiment: byId(id) }, five);
	expect(error).toBeUndefined();
	expect(written()).toHaveLength(1);
	expect(new Set(json.map((one) => one.id)).size).toBe(1);
	expect(json).toHaveLength(5);
});

it('makes no third iteration where items ask for restarts that differ', async () => {
	const id = checkout({ state: 'stopped' });
	const { error } = await run('restart', { experiment: byId(id), note: '=Turn {{ $json.row }}' }, five);
	expect(error?.message).toMatch(/was restarted already/);
	expect(written()).toHaveLength(1);
});

it('writes one comment, however many items have the same, and each that differs', async () => {
	const id = checkout();
	const note = '={{ $json.row % 2 ? "Odd" : "Even" }}';
	const { json, error } = await run('comment', { experiment: byId(id), note }, five);
	expect(error).toBeUndefined();
	expect(json.map((one) => one.note)).toEqual(['Odd', 'Even', 'Odd', 'Even', 'Odd']);
	expect(absmartly.world.notes.map((one) => one.note).sort()).toEqual(['Even', 'Odd']);
});

it('does not take the same words of another item for a comment that was lost', async () => {
	const id = checkout();
	await faults({ match: `POST /v1/experiments/${id}/activity`, reset: true });
	const { error } = await run('comment', { experiment: byId(id), note: 'x' }, five);
	expect(error?.message).toBe(`The comment on experiment ${id} was not made: ABsmartly could not be reached`);
	expect(absmartly.world.notes.filter(({ note }) => note === 'x')).toEqual([]);
});

it.each([0, 1.5, -1])('refuses to set variant %p full on before anything is sent', async (variant) => {
	const id = checkout();
	const { error } = await run('fullOn', { experiment: byId(id), variant });
	expect(error?.message).toBe(`Variant: '${variant}' is not a variant that can be set full on`);
	expect(absmartly.requests).toEqual([]);
});

it.each(['1/start', 'https://x.absmartly.com/experiments/1', '#1', 'checkout_button', '1.5'])(
	'refuses the ID %p before anything is sent',
	async (value) => {
		for (const operation of ['stop', 'getOne', 'getAlerts', 'comment']) {
			const { error } = await run(operation, { experiment: byId(value), note: 'x' });
			expect(error?.message).toBe(`Experiment: '${value}' is not an ABsmartly ID`);
		}
		expect(absmartly.requests).toEqual([]);
	},
);

it.each(['{{ 1 }}', '{{ " 1 " }}', '{{ "01" }}'])('takes %s for an ID', async (value) => {
	expect((await run('getOne', { experiment: byId(`=${value}`) })).json).toMatchObject([{ id: 1 }]);
});

describe('what a refusal means', () => {
	const refusedWith = async (status: number, ...errors: string[]) => {
		const id = checkout();
		await faults({ match: `PUT /v1/experiments/${id}/stop`, status, body: { ok: false, errors } });
		return (await run('stop', { experiment: byId(id) })).error;
	};

	it('says that an experiment or a comment is not there, whatever is done to it', async () => {
		for (const operation of ['comment', 'getResults', 'start'])
			expect((await run(operation, { experiment: byId(999), note: 'x' })).error?.description).toMatch(
				/^Check the ID\./,
			);
		const reply = await run('comment', { experiment: byId(1), note: 'x', replyTo: '999' });
		expect(reply.error?.description).toMatch(/^Check Reply To \(ID\)/);
	});

	it('does not speak of names where somebody changed the experiment', async () => {
		expect((await refusedWith(409, 'version is outdated'))?.description).toMatch(
			/^Somebody else changed the experiment at the same time/,
		);
	});

	it('does not ask for a reason where the words only mention one', async () => {
		expect((await refusedWith(400, 'The reason is an outage'))?.description).toMatch(/^Check the fields/);
	});

	it('is a refusal without words, too', async () => {
		const error = await refusedWith(200);
		expect(error?.message).toBe('ABsmartly refused this without saying why');
		expect(error?.description).toMatch(/^Try the same in ABsmartly Web Console/);
	});

	it('keeps the words of a reply that only lists errors', async () => {
		const id = checkout();
		const body = { errors: ['It is locked'] };
		await faults({ match: `PUT /v1/experiments/${id}/stop`, status: 200, body });
		expect((await run('stop', { experiment: byId(id) })).error?.message).toBe(
			"The experiment 'checkout_button' was not stopped: It is locked",
		);
	});
});

describe('a key that was pasted with the word before it', () => {
	const pasted = () => consoleCredentials({ apiKey: 'Api-Key sim-absmartly-console-key ' });

	it('works, and shows nowhere', async () => {
		const one = await does('experiment', 'getOne', { experiment: byId(1) }, { credentials: pasted() });
		expect(one.json).toMatchObject([{ id: 1 }]);
		const errors = ['no right for sim-absmartly-console-key'];
		await faults({ match: 'GET /v1/experiments/1', status: 400, body: { ok: false, errors } });
		const { error } = await does('experiment', 'getOne', { experiment: byId(1) }, { credentials: pasted() });
		expect(error?.message).toBe('ABsmartly refused this: no right for [secret]');
		expect(JSON.stringify(error)).not.toContain('sim-absmartly-console-key');
	});
});

it('shows the state that an experiment is in, whatever the console calls it', async () => {
	const id = checkout();
	await run('fullOn', { experiment: byId(id) });
	const states = async () => [
		(await run('getOne', { experiment: byId(id) })).json[0].state,
		(await run('getAll', { filters: { ids: String(id) } })).json[0]?.state,
		(await run('getOne', { experiment: byId(id), simplify: false })).json[0].state,
	];
	expect(await states()).toEqual(['full_on', 'full_on', 'running']);
	await run('stop', { experiment: byId(id) });
	await run('archive', { experiment: byId(id) });
	expect((await states())[0]).toBe('archived');
});

describe('filters', () => {
	const asked = async (filters: IDataObject) => {
		const { error } = await run('getAll', { returnAll: true, filters: filters as INodeParameters });
		const query = Object.fromEntries(new URLSearchParams(absmartly.requests[0]?.path.split('?')[1]));
		return { error, query };
	};
	const dates = (...date: IDataObject[]) => ({ dates: { date } });

	it.each([{ ids: '={{ [] }}' }, { ids: ' , ' }, { owners: '={{ ["", null] }}' }])(
		'does not return all experiments for the empty list %j',
		async (filters) => {
			expect((await asked(filters)).error?.message).toMatch(/The list of IDs is empty$/);
			expect(absmartly.requests).toEqual([]);
		},
	);

	it('leaves out what is blank', async () => {
		const { error, query } = await asked({
			ids: '',
			impact: '',
			...dates({ what: 'created_at', from: '', to: '' }),
		});
		expect(error).toBeUndefined();
		expect(query).toEqual({ items: '100', page: '1' });
	});

	it('keeps both ends where two rows are about one date', async () => {
		const { query } = await asked(
			dates(
				{ what: 'created_at', from: '2026-01-01T00:00:00Z', to: '' },
				{ what: 'created_at', from: '', to: '2026-02-01T00:00:00Z' },
				{ what: 'created_at', from: '2025-12-01T00:00:00Z', to: '2026-03-01T00:00:00Z' },
			),
		);
		expect(query.created_at).toBe('1767225600000,1769904000000');
	});

	it('refuses dates the wrong way round', async () => {
		const { error } = await asked(dates({ what: 'created_at', from: '2026-03-01', to: '2026-02-01' }));
		expect(error?.message).toMatch(/^Dates: From \(2026-03-01T.+\) is after To \(2026-02-01T.+\)$/);
		expect(absmartly.requests).toEqual([]);
	});

	it('takes one alert, or several with commas, from an expression', async () => {
		const { query } = await asked({ alerts: '={{ "audience_mismatch, sample_ratio_mismatch" }}' });
		expect(query).toMatchObject({ audience_mismatch: '1', sample_ratio_mismatch: '1', previews: '1' });
	});
});
