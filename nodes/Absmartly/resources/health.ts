import type { Resource } from '../../core/table/operation';
import { health as check } from '../operations/health';

export const health: Resource = {
	name: 'Health',
	preset: 'check',
	operations: {
		check: {
			name: 'Check',
			action: 'Check the health',
			description: 'Check whether the collector takes events',
			request: 'GET /healthy',
			perform: check,
		},
	},
};
