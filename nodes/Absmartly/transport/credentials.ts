import type { INodeCredentialDescription } from 'n8n-workflow';
import type { Resources } from '../../core/table/operation';

/** The names of the operations that the console answers; no name is used for both APIs. */
const consoleOperations = (resources: Resources): string[] => [
	...new Set(
		Object.values(resources).flatMap(({ operations }) =>
			Object.entries(operations)
				.filter(([, { api }]) => api === 'console')
				.map(([name]) => name),
		),
	),
];

/**
 * The collector's credential for what the collector does. The console's where it is used: for the console's own
 * operations, and for lists where the user wants them. n8n knows no "required for some", so those operations ask for it.
 * Without a name here, n8n labels both "Credential".
 */
export const credentialsFor = (resources: Resources): INodeCredentialDescription[] => [
	{
		name: 'absmartlyApi',
		displayName: 'ABsmartly API',
		required: true,
		displayOptions: { hide: { operation: consoleOperations(resources) } },
	},
	{
		name: 'absmartlyConsoleApi',
		displayName: 'ABsmartly Console API',
		displayOptions: { show: { 'options.consoleLists': [true] } },
	},
];
