import { requestDetails } from '../../core/run/details';
import type { Resource } from '../../core/table/operation';
import { checkConnection } from '../connection/health';

export const connection: Resource = {
	name: 'Connection',
	permission: 'Needs no permission: it tells which ones the credential’s app lacks',
	preset: 'check',
	operations: {
		check: {
			name: 'Check',
			action: 'Check the connection',
			description:
				'Get the connection status: workspace, region, API version and admin behind the credential, which permissions are missing, and whether the region is wrong',
			perform: checkConnection,
			options: [requestDetails],
		},
	},
};
