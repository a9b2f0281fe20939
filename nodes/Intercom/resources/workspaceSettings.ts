import type { Resource } from '../../core/table/operation';
import { needs, undocumented } from '../connection/permissions';
import { additional, text, textList, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const version = '2.15';

export const brand: Resource = {
	name: 'Brand',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a brand',
			version,
			request: 'GET /brands/{brand_id}',
			fields: [pick('brand')],
		},
		getAll: { name: 'Get Many', action: 'Get many brands', version, request: 'GET /brands', list: 'data' },
	},
};

export const emailSetting: Resource = {
	name: 'Email Setting',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get an email setting',
			version,
			request: 'GET /emails/{email_id}',
			fields: [pick('email')],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many email settings',
			version,
			request: 'GET /emails',
			list: 'data',
		},
	},
};

export const ipAllowlist: Resource = {
	name: 'IP Allowlist',
	permission: needs('manage_ip_allowlist'),
	preset: 'get',
	operations: {
		get: { name: 'Get', action: 'Get the IP allowlist', request: 'GET /ip_allowlist' },
		update: {
			name: 'Update',
			action: 'Update the IP allowlist',
			description: 'Update the IP allowlist, which must hold the address that n8n has',
			request: 'PUT /ip_allowlist',
			fields: [
				additional(
					yesNo('enabled', 'Enabled', 'Whether only the addresses of the list may use the workspace'),
					textList('ip_allowlist', 'IP Addresses', {
						placeholder: 'e.g. 192.0.2.10, 198.51.100.0/24',
						description: 'Addresses and ranges, separated by commas. They replace the present ones.',
					}),
				),
			],
			body: { type: 'ip_allowlist' },
		},
	},
};

export const workflow: Resource = {
	name: 'Workflow',
	permission: undocumented,
	preset: 'export',
	operations: {
		export: {
			name: 'Export',
			action: 'Export a workflow',
			version,
			request: 'GET /export/workflows/{id}',
			fields: [text('id', 'Workflow ID', { to: 'path', required: true, placeholder: 'e.g. 12345' })],
		},
	},
};
