import type { IDataObject } from 'n8n-workflow';
import type { Field, Operation, Resource } from '../../core/table/operation';
import { experimentFilters, filtered } from '../fields/experimentFilters';
import {
	anExperiment,
	archivedExperiment,
	experimentInQuery,
	fullOnVariant,
	note,
	reason,
} from '../fields/experiments';
import { applicationPicker, environmentPicker, fromConsole, metricPicker } from '../fields/fields';
import { alerts } from '../operations/alerts';
import { comment, commentRequest } from '../operations/comment';
import { moving, type Move } from '../operations/move';
import { fromArchive, toArchived, toDevelopment, toFullOn, toRunning, toStopped } from '../operations/moves';
import { restart } from '../operations/restart';
import { results } from '../operations/results';
import { stateOf } from '../operations/states';
import { readExperiment } from '../transport/experiments';
import { PAGE_SIZE } from '../transport/pages';
import { getMany } from './lists';

const ofCredential = (what: string): Partial<Field> => ({
	to: 'query',
	description: `Leave blank for the ${what} of the credential`,
});

/** With the state that it is in: the console's own `state` need not tell of Full On or Archive. */
const inItsState = (experiment: IDataObject): IDataObject => ({ ...experiment, state: stateOf(experiment) });

/** What all changes of state have; `fields` stand between the experiment and the note. */
const changing = (
	request: Operation['request'],
	move: Move,
	{ experiment = anExperiment, fields = [] }: { experiment?: Field; fields?: Field[] } = {},
) => ({
	api: 'console',
	request,
	fields: [experiment, ...fields, note, fromConsole],
	perform: moving(move),
});

const operations: Record<string, Operation> = {
	getRunning: {
		name: 'Get Running',
		action: 'Get running experiments',
		description: 'Get the experiments that run now, as your website sees them, without a key of the console',
		request: 'GET /context',
		list: 'experiments',
		fields: [applicationPicker(ofCredential('application')), environmentPicker(ofCredential('environment'))],
		simplify: [
			'name',
			'iteration',
			'unitType',
			'environment',
			'applications',
			'variants',
			'trafficSplit',
			'fullOnVariant',
			'audience',
			'id',
		],
	},
	getAll: {
		...getMany(
			'experiments',
			[
				'id',
				'name',
				'display_name',
				'type',
				'state',
				'iteration',
				'unit_type',
				'applications',
				'variants',
				'start_at',
			],
			experimentFilters,
		),
		simplifies: inItsState,
		build: filtered,
	},
	// `get` is an operation of the collector, and no name is used for both APIs
	getOne: {
		name: 'Get',
		action: 'Get an experiment',
		api: 'console',
		request: 'GET /experiments/{experiment}',
		fields: [anExperiment, fromConsole],
		simplify: [
			'id',
			'name',
			'type',
			'state',
			'iteration',
			'variants',
			'primary_metric',
			'full_on_variant',
			'start_at',
			'stop_at',
		],
		simplifies: inItsState,
		perform: async (send, _, { experiment: id }) => [await readExperiment(send, id)],
	},
	getResults: {
		name: 'Get Results',
		action: 'Get the results of an experiment',
		description: 'Get an item for each metric and variant: participants, value, lift, interval, significance',
		api: 'console',
		request: 'POST /experiments/{experiment}/metrics/main',
		readOnly: true,
		fields: [
			anExperiment,
			metricPicker({ description: 'Leave blank for all of the experiment' }),
			fromConsole,
		],
		perform: results,
		nothing: () => 'The experiment has no results yet',
	},
	getAlerts: {
		name: 'Get Alerts',
		action: 'Get the alerts of an experiment',
		description: 'Get what ABsmartly’s health checks found, such as a sample ratio mismatch',
		api: 'console',
		request: 'GET /experiment_alerts',
		list: 'experiment_alerts',
		perPage: PAGE_SIZE,
		fields: [experimentInQuery, fromConsole],
		perform: alerts,
	},
	start: {
		name: 'Start',
		action: 'Start an experiment',
		description: 'Start an experiment that is ready or in development',
		...changing('PUT /experiments/{experiment}/start', toRunning),
	},
	stop: {
		name: 'Stop',
		action: 'Stop an experiment',
		description: 'Stop an experiment that is running or full on',
		...changing('PUT /experiments/{experiment}/stop', toStopped, { fields: [reason] }),
	},
	restart: {
		name: 'Restart',
		action: 'Restart an experiment',
		description: 'Start a new iteration of an experiment, which gets an ID of its own',
		api: 'console',
		request: 'PUT /experiments/{experiment}/restart',
		fields: [
			anExperiment,
			{
				displayName: 'State',
				name: 'state',
				type: 'options',
				default: 'running',
				options: [
					{ name: 'In Development', value: 'development' },
					{ name: 'Running', value: 'running' },
				],
				to: 'body',
				description: 'State of the new iteration',
			},
			{
				displayName: 'Reshuffle',
				name: 'reshuffle',
				type: 'boolean',
				default: false,
				to: 'body',
				description: 'Whether to assign people to variants again',
			},
			reason,
			note,
			fromConsole,
		],
		perform: restart,
	},
	fullOn: {
		name: 'Set Full On',
		action: 'Set a variant full on',
		description: 'Show one variant of a running experiment to everybody',
		...changing('PUT /experiments/{experiment}/full_on', toFullOn, {
			fields: [fullOnVariant],
		}),
	},
	develop: {
		name: 'Move to Development',
		action: 'Move an experiment to development',
		description: 'Run an experiment that is ready, in development environments only',
		...changing('PUT /experiments/{experiment}/development', toDevelopment),
	},
	archive: {
		name: 'Archive',
		action: 'Archive an experiment',
		body: { archive: true },
		...changing('PUT /experiments/{experiment}/archive', toArchived),
	},
	unarchive: {
		name: 'Unarchive',
		action: 'Unarchive an experiment',
		body: { archive: false },
		...changing('PUT /experiments/{experiment}/archive', fromArchive, { experiment: archivedExperiment }),
	},
	comment: {
		name: 'Comment',
		action: 'Comment on an experiment',
		description: 'Add a comment to the activity of an experiment',
		api: 'console',
		request: 'POST /experiments/{experiment}/activity',
		fields: [
			anExperiment,
			{
				displayName: 'Comment',
				name: 'note',
				type: 'string',
				typeOptions: { rows: 3 },
				required: true,
				default: '',
				to: 'body',
				description: 'You can use Markdown. Items with the same comment on the same experiment add it once.',
			},
			{
				displayName: 'Reply To (ID)',
				name: 'replyTo',
				type: 'string',
				default: '',
				placeholder: 'e.g. 7',
				description: 'ID of the comment to reply to',
			},
			fromConsole,
		],
		build: commentRequest,
		perform: comment,
	},
};

export const experiment: Resource = { name: 'Experiment', preset: 'getRunning', operations };
