import type { Resource } from '../../core/operation';
import { assignments, assignmentsRequest } from '../assignments';
import { units } from '../fields';

export const context: Resource = {
	name: 'Context',
	preset: 'get',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a context',
			description: 'Get which variants of the running experiments somebody sees',
			request: 'POST /context',
			fields: [units],
			build: assignmentsRequest,
			perform: assignments,
		},
	},
};
