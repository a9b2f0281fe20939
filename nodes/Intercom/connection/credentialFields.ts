import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_VERSION } from './hosts';

/** Shown where the user wants what few need. */
const furtherDown = { displayOptions: { show: { advanced: [true] } } };

const secret = (name: string, displayName: string, description: string): INodeProperties => ({
	...furtherDown,
	displayName,
	name,
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description,
});

/** Where the workspace is, which both Intercom credentials ask for. */
export const where: INodeProperties[] = [
	{
		displayName: 'Region',
		name: 'region',
		type: 'options',
		options: [
			{ name: 'Australia', value: 'au' },
			{ name: 'Custom', value: 'custom' },
			{ name: 'Europe', value: 'eu' },
			{ name: 'United States', value: 'us' },
		],
		default: 'us',
		description: 'Where the workspace is hosted: Intercom > Settings > Workspace > General',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://intercom.my-company.example',
		displayOptions: { show: { region: ['custom'] } },
		description: 'Address of the API: https, or http on this machine (a simulator or proxy)',
	},
];

/** What few need, in both. */
export const advanced: INodeProperties[] = [
	{
		displayName: 'Advanced',
		name: 'advanced',
		type: 'boolean',
		default: false,
		description:
			'Whether to show what few need: secrets of Identity operations, the secret before the current one, API version, rate limit',
	},
	secret(
		'identityVerificationSecret',
		'Identity Verification Secret',
		'Signs user hashes: Intercom > Settings > Security',
	),
	secret(
		'messengerApiSecret',
		'Messenger API Secret',
		'Signs Messenger JWTs: Intercom > Settings > Messenger > Security',
	),
	secret(
		'previousClientSecret',
		'Previous Client Secret',
		'While you rotate the client secret: the old one, so that events signed with either are accepted',
	),
	{
		displayName: 'API Version',
		name: 'apiVersion',
		...furtherDown,
		type: 'string',
		default: DEFAULT_VERSION,
		description:
			'Intercom-Version of every request. Leave as it is unless Intercom support tells you otherwise.',
	},
	{
		displayName: 'Rate Reserve (%)',
		name: 'rateReserve',
		...furtherDown,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 90 },
		default: 10,
		description: 'Share of the workspace’s request limit that is left to other apps',
	},
];
