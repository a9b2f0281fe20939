import type { Resource } from '../../core/operation';
import { health as check } from '../health';

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
