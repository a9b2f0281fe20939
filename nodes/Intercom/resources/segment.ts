import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { flag } from '../fields/fields';
import { pick } from '../fields/picks';

export const segment: Resource = {
	name: 'Segment',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a segment',
			request: 'GET /segments/{segment_id}',
			fields: [pick('segment')],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many segments',
			request: 'GET /segments',
			fields: [
				flag('include_count', 'Include Count', 'Whether to say how many contacts belong to each segment'),
			],
			list: 'segments',
		},
	},
};
