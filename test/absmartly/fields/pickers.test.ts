import {
	anExperiment,
	archivedExperiment,
	experimentInQuery,
} from '../../../nodes/Absmartly/fields/experiments';
import * as fields from '../../../nodes/Absmartly/fields/fields';
import { listSearch as pickers } from '../../../nodes/Absmartly/fields/pickers';
import { listSearch, type Credentials } from '../../engine';
import { absmartly, consoleCredentials, credentials, requested } from '../world/driver';

const both = (): Credentials => ({
	...credentials(),
	...consoleCredentials(),
});

/** As the editor asks while the user, who wants lists from the console, sets up a goal. */
const pick = async (method: string, credentials: Credentials, filter?: string, token?: string) => {
	const parameters = { resource: 'goal', operation: 'track', options: { consoleLists: true } };
	return await listSearch(method, credentials, filter, token, parameters, 'absmartly');
};

const values = async (...given: Parameters<typeof pick>) =>
	(await pick(...given)).results.map(({ value }) => value);

it.each([
	['searchApplications', ['www']],
	['searchEnvironments', ['production', 'development']],
	['searchExperiments', ['support_entry_point']],
	[
		'searchGoals',
		[
			'intercom_conversation_started',
			'intercom_conversation_rated',
			'intercom_user_messaged',
			'intercom_ticket_created',
		],
	],
	['searchMetrics', ['Conversations started']],
	['searchUnitTypes', ['user_id', 'email', 'anonymous_id']],
])('%s lists names from the console', async (method, expected) => {
	const { results, paginationToken } = await pick(method, both());
	expect(results).toEqual(expected.map((name) => ({ name, value: name })));
	expect(paginationToken).toBeUndefined();
});

it('does with the console’s credential alone where the collector is not asked', async () => {
	// the editor tells of hidden parameters too
	const parameters = { resource: 'experiment', operation: 'getAll', options: { consoleLists: true } };
	const credentials = consoleCredentials();
	const { results } = await listSearch(
		'searchApplications',
		credentials,
		undefined,
		undefined,
		parameters,
		'absmartly',
	);
	expect(results).toEqual([{ name: 'www', value: 'www' }]);
});

it('filters on the server', async () => {
	expect(await values('searchGoals', both(), ' rated ')).toEqual(['intercom_conversation_rated']);
	expect(requested()).toEqual(['GET /v1/goals?search=rated&items=100&page=1']);
});

it('reads on page by page', async () => {
	for (let id = 100; id < 350; id++) {
		absmartly.world.goals.push({ ...absmartly.world.goals[0], id, name: `goal_${id}` });
	}
	const first = await pick('searchGoals', both(), 'goal_');
	expect([first.results.length, first.paginationToken]).toEqual([100, '2']);
	const last = await pick('searchGoals', both(), 'goal_', '3');
	expect([last.results.length, last.paginationToken]).toEqual([50, undefined]);
});

it('names the iterations of an experiment once', async () => {
	const [seeded] = absmartly.world.experiments;
	absmartly.world.experiments.push({ ...seeded, id: 2, iteration: 2 });
	expect(await values('searchExperiments', both())).toEqual(['support_entry_point']);
});

describe('of experiments by their ID', () => {
	it('offers each iteration, with what tells it from the others', async () => {
		const [seeded] = absmartly.world.experiments;
		absmartly.world.experiments.push({ ...seeded, id: 2, iteration: 2, state: 'stopped' });
		expect((await pick('searchExperimentIds', both())).results).toEqual([
			{ name: 'support_entry_point (iteration 1, running, ID 1)', value: '1' },
			{ name: 'support_entry_point (iteration 2, stopped, ID 2)', value: '2' },
		]);
		expect(await values('searchExperimentIds', both(), 'support')).toEqual(['1', '2']);
	});

	it('offers what is archived only where that is meant', async () => {
		const { id } = absmartly.addExperiment({ name: 'checkout', state: 'stopped', archived: true });
		expect(await values('searchExperimentIds', both())).toEqual(['1']);
		expect(await values('searchArchivedExperiments', both())).toEqual([String(id)]);
	});

	it.each(['searchExperimentIds', 'searchArchivedExperiments'])('%s needs the console', async (method) => {
		await expect(pick(method, credentials())).rejects.toThrow(
			'This list needs an ABsmartly Console API credential',
		);
	});

	it.each([anExperiment, archivedExperiment, experimentInQuery])(
		'has By ID and By Name beside the list',
		(field) => {
			expect(field.modes?.map(({ name }) => name)).toEqual(['list', 'id', 'name']);
			expect(Object.keys(pickers)).toContain(field.modes?.[0].typeOptions?.searchListMethod);
		},
	);
});

describe('without a console credential', () => {
	const collector = () => credentials();

	it('offers the unit types and experiments that run', async () => {
		expect(await values('searchUnitTypes', collector())).toEqual(['user_id']);
		expect(await values('searchUnitTypes', collector(), 'USER')).toEqual(['user_id']);
		expect(await values('searchUnitTypes', collector(), 'email')).toEqual([]);
		expect(await values('searchExperiments', collector())).toEqual(['support_entry_point']);
	});

	it.each(['searchApplications', 'searchEnvironments', 'searchGoals', 'searchMetrics'])(
		'%s says what to do',
		async (method) => {
			await expect(pick(method, collector())).rejects.toMatchObject({
				message: 'This list needs an ABsmartly Console API credential',
				description: expect.stringContaining('choose By Name'),
			});
			expect(absmartly.requests).toEqual([]);
		},
	);

	it('says the same where there is no credential at all', async () => {
		await expect(pick('searchUnitTypes', {})).rejects.toThrow('This list needs');
	});
});

it('every picker has a list that exists, and By Name', () => {
	const { applicationPicker, environmentPicker, experimentPicker, goalPicker, metricPicker, unitTypePicker } =
		fields;
	for (const field of [
		applicationPicker(),
		environmentPicker(),
		experimentPicker(),
		goalPicker({ required: true }),
		metricPicker(),
		unitTypePicker(),
	]) {
		expect(field.modes?.map(({ name }) => name)).toEqual(['list', 'name']);
		expect(Object.keys(pickers)).toContain(field.modes?.[0].typeOptions?.searchListMethod);
	}
});
