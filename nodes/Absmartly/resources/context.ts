import type { Resource } from '../../core/table/operation';
import { optionsWith } from '../fields/publishFields';
import { unitOptions, units } from '../fields/units';
import { assignments, assignmentsRequest } from '../operations/assignments';
import { publishing } from '../publishing/publish';
import { rawDraft } from '../publishing/raw';

export const context: Resource = {
	name: 'Context',
	preset: 'get',
	operations: {
		get: {
			name: 'Get',
			action: 'Get the variants of a user',
			description: 'Get which variants of the running experiments somebody sees',
			request: 'POST /context',
			readOnly: true,
			fields: [units, unitOptions],
			build: assignmentsRequest,
			perform: assignments,
		},
		publish: {
			name: 'Publish',
			action: 'Publish events as JSON',
			description: 'Send a body of your own: goals, exposures and attributes together',
			request: 'PUT /context',
			fields: [
				{
					displayName: 'Body',
					name: 'body',
					type: 'json',
					required: true,
					default:
						'{\n  "units": [{ "type": "user_id", "uid": "42" }],\n  "goals": [{ "name": "intercom_conversation_started", "achievedAt": "2026-02-25T09:33:20Z" }]\n}',
					description:
						'What ABsmartly’s PUT /context takes. Times may be quoted, in seconds, milliseconds or ISO 8601. publishedAt is always the moment of sending.',
				},
				optionsWith(),
			],
			runAll: publishing(() => rawDraft),
		},
	},
};
