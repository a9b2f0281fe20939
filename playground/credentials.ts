import type { CredentialDraft, N8nClient, Owner } from './client';

/** What a workflow's node holds of a credential, by credential type. */
export type Credentials = Record<string, { id: string; name: string }>;

/** Simulator addresses without a slash at the end. */
export interface Simulators {
	intercom: { url: string };
	absmartly: { url: string };
}

/** Who owns every n8n that is started here. */
export const owner: Owner = { email: 'owner@example.com', password: 'Playground1' };

/** The secrets that the simulators accept unless told otherwise. */
export const secrets = {
	accessToken: 'sim-intercom-token',
	clientSecret: 'sim-client-secret',
	apiKey: 'sim-absmartly-key',
	consoleApiKey: 'sim-absmartly-console-key',
};

/** One credential for each type that the templates take and that works by secret alone (OAuth2 needs a person's consent). */
export function credentialDrafts({ intercom, absmartly }: Simulators): CredentialDraft[] {
	const { accessToken, clientSecret, apiKey, consoleApiKey } = secrets;
	return [
		{
			name: 'Intercom simulator',
			type: 'intercomAccessTokenApi',
			data: { region: 'custom', baseUrl: intercom.url, accessToken, clientSecret },
		},
		{
			name: 'ABsmartly simulator',
			type: 'absmartlyApi',
			data: { endpoint: absmartly.url, apiKey, environment: 'production', application: 'www' },
		},
		{
			name: 'ABsmartly simulator, console',
			type: 'absmartlyConsoleApi',
			data: { endpoint: `${absmartly.url}/v1`, apiKey: consoleApiKey },
		},
		{
			name: 'Intercom Series, X-API-Key',
			type: 'httpHeaderAuth',
			data: { name: 'X-API-Key', value: apiKey },
		},
	];
}

/** Stores the credentials for these simulators in n8n; ones of an earlier start get the addresses of this one. */
export async function saveCredentials(client: N8nClient, simulators: Simulators): Promise<Credentials> {
	const saved: Credentials = {};
	for (const draft of credentialDrafts(simulators)) {
		saved[draft.type] = { id: await client.saveCredential(draft), name: draft.name };
	}
	return saved;
}
