import type { Resource } from '../../core/table/operation';
import { entryOptions, optionsWith } from '../fields/publishFields';
import { units } from '../fields/units';
import { attributeDraft } from '../publishing/drafts';
import { publishing } from '../publishing/publish';

export const attribute: Resource = {
	name: 'Attribute',
	preset: 'set',
	operations: {
		set: {
			name: 'Set',
			action: 'Set attributes of a user',
			description: 'Set facts about somebody that audiences and segments go by',
			request: 'PUT /context',
			fields: [
				units,
				{
					displayName: 'Attributes',
					name: 'attributes',
					type: 'assignmentCollection',
					default: {},
					description: 'Facts about the units, such as the plan or the country',
				},
				{
					displayName: 'Set At',
					name: 'setAt',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2026-02-25T09:33:20Z',
					description:
						'Since when it is so: ISO 8601, Unix seconds or milliseconds. Empty for the event’s own time, or now.',
				},
				optionsWith(...entryOptions),
			],
			runAll: publishing(() => attributeDraft),
		},
	},
};
