import type { Field, Resource } from '../../core/table/operation';
import { applicationPicker, environmentPicker, search } from '../fields/fields';
import { getMany } from './lists';

/** Source: the official command line tool @absmartly/cli 1.14.0, `experiments list --state`. */
const state: Field = {
	displayName: 'State',
	name: 'state',
	type: 'options',
	options: [
		{ name: 'Archived', value: 'archived' },
		{ name: 'Created', value: 'created' },
		{ name: 'Development', value: 'development' },
		{ name: 'Full On', value: 'full_on' },
		{ name: 'Ready', value: 'ready' },
		{ name: 'Running', value: 'running' },
		{ name: 'Stopped', value: 'stopped' },
	],
	default: 'running',
	to: 'query',
};

const ofCredential = (what: string): Partial<Field> => ({
	to: 'query',
	description: `Leave blank for the ${what} of the credential`,
});

export const experiment: Resource = {
	name: 'Experiment',
	preset: 'getRunning',
	operations: {
		getRunning: {
			name: 'Get Running',
			action: 'Get running experiments',
			description:
				'Get the experiments that run now, as your website sees them, without a key of the console',
			request: 'GET /context',
			list: 'experiments',
			fields: [
				applicationPicker(ofCredential('application')),
				environmentPicker(ofCredential('environment')),
			],
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
		getAll: getMany(
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
			[applicationPicker({ to: 'query', description: 'One that the experiment runs in' }), search, state],
		),
	},
};
