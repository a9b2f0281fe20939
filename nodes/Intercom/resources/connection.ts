import { requestDetails } from '../../core/details';
import type { Resource } from '../../core/operation';
import { checkConnection } from '../health';

export const connection: Resource = {
	name: 'Connection',
	notice: 'Needs no permission: it tells which ones the credential’s app lacks',
	preset: 'check',
	operations: {
		check: {
			name: 'Check',
			action: 'Check the connection',
			description:
				'Get the workspace, region, API version and admin behind the credential, and what it may read and what not (connection status)',
			perform: checkConnection,
			options: [requestDetails],
		},
	},
};
