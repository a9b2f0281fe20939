import type { Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { text } from '../fields/fields';

export const job: Resource = {
	name: 'Job',
	permission: needs('Read status of jobs'),
	preset: 'get',
	operations: {
		get: {
			name: 'Get',
			action: 'Get the status of a job',
			description: 'Get how far a job is that Intercom carries out in the background',
			request: 'GET /jobs/status/{job_id}',
			fields: [text('job_id', 'Job ID', { to: 'path', required: true, placeholder: 'e.g. 3e5a8c1d' })],
		},
	},
};
