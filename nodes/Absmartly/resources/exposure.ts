import type { Resource } from '../../core/table/operation';
import { experimentPicker } from '../fields/fields';
import { entryOptions, optionsWith } from '../fields/publishFields';
import { units } from '../fields/units';
import { exposing } from '../publishing/exposing';
import { publishing } from '../publishing/publish';

export const exposure: Resource = {
	name: 'Exposure',
	preset: 'track',
	operations: {
		track: {
			name: 'Track',
			action: 'Track an exposure',
			description: 'Tell ABsmartly that somebody saw a variant of a running experiment',
			request: 'PUT /context',
			fields: [
				experimentPicker({ required: true, description: 'A running experiment' }),
				{
					displayName: 'Variant',
					name: 'variant',
					type: 'number',
					typeOptions: { minValue: 0, maxValue: 128 },
					default: 0,
					description: 'The number of the variant: 0 for A, 1 for B and so on',
				},
				units,
				{
					displayName: 'Exposed At',
					name: 'exposedAt',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2026-02-25T09:33:20Z',
					description:
						'When they saw it: ISO 8601, Unix seconds or milliseconds. Empty for the event’s own time.',
				},
				optionsWith(...entryOptions),
			],
			runAll: publishing(exposing),
		},
	},
};
