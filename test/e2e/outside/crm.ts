import type { Call, System } from '.';

/** A record as a CRM keeps it; `changedAt` in ISO. */
export type CrmRecord = { id: string; changedAt: string; fields: Record<string, string> };

/** Records by lower-case e-mail address. What is written here through the API counts as changed now. */
export class Records extends Map<string, CrmRecord> {
	write(email: string, fields: Record<string, string>, changedAt = new Date().toISOString()): CrmRecord {
		const { id = String(this.size + 1), fields: old = {} } = this.get(email) ?? {};
		const record = { id, changedAt, fields: { ...old, ...fields } };
		this.set(email, record);
		return record;
	}
}

export const hubspotContacts = new Records();
export const salesforceContacts = new Records();

type Hubspot = {
	inputs: Array<{ id: string; properties: Record<string, string> }>;
	filterGroups: Array<{ filters: Array<{ propertyName: string; value: string }> }>;
};

const asHubspot = (email: string) => {
	const record = hubspotContacts.get(email);
	return record
		? [{ id: record.id, properties: { email, ...record.fields }, updatedAt: record.changedAt }]
		: [];
};

export const hubspot: System = {
	host: 'api.hubapi.com',
	credential: { type: 'hubspotAppToken', data: { appToken: 'hubspot-token' } },
	routes: {
		'POST /crm/v3/objects/contacts/search'({ body }: Call) {
			const [{ filters }] = (body as unknown as Hubspot).filterGroups;
			const [{ propertyName, value }] = filters;
			const found = [...hubspotContacts].filter(([email, { changedAt }]) =>
				propertyName === 'email' ? email === value : Date.parse(changedAt) >= Number(value),
			);
			return { total: found.length, results: found.flatMap(([email]) => asHubspot(email)) };
		},
		'POST /crm/v3/objects/contacts/batch/read': ({ body }: Call) => ({
			results: (body as unknown as Hubspot).inputs.flatMap(({ id }) => asHubspot(id)),
		}),
		'POST /crm/v3/objects/contacts/batch/upsert': ({ body }: Call) => ({
			results: (body as unknown as Hubspot).inputs.map(({ id, properties }) =>
				hubspotContacts.write(id, properties),
			),
		}),
		'POST /crm/v3/objects/notes': { id: '501' },
	},
};

const asSalesforce = (email: string) => {
	const { id, changedAt, fields } = salesforceContacts.get(email)!;
	const { 'Account.Name': account, 'Owner.Name': owner, ...own } = fields;
	return {
		Id: id,
		Email: email,
		LastModifiedDate: changedAt,
		...own,
		Account: account ? { Name: account } : null,
		Owner: { Name: owner ?? null },
	};
};

const since = (soql: string) => Date.parse(/LastModifiedDate > (\S+)/.exec(soql)?.[1] ?? '1970-01-01');

export const salesforce: System = {
	host: 'your-company.my.salesforce.com',
	credential: {
		type: 'salesforceOAuth2Api',
		data: {
			clientId: 'id',
			clientSecret: 'secret',
			oauthTokenData: {
				access_token: 'salesforce-token',
				token_type: 'Bearer',
				instance_url: 'https://your-company.my.salesforce.com',
			},
		},
	},
	routes: {
		'GET /services/data/:version/query'({ query: { q } }: Call) {
			const found = [...salesforceContacts].filter(
				([email, { changedAt }]) =>
					Date.parse(changedAt) > since(q) && (!q.includes("'") || q.includes(`'${email}'`)),
			);
			return { totalSize: found.length, done: true, records: found.map(([email]) => asSalesforce(email)) };
		},
		'POST /services/data/:version/sobjects/Contact'({ body: { Email: email, ...fields } }: Call) {
			const { id } = salesforceContacts.write(String(email), fields as Record<string, string>);
			return { id, success: true };
		},
		'PATCH /services/data/:version/sobjects/Contact/:id'({ params, body }: Call) {
			const [email] = [...salesforceContacts].find(([, { id }]) => id === params.id)!;
			salesforceContacts.write(email, body as Record<string, string>);
			return {};
		},
		'POST /services/data/:version/sobjects/task': { id: '00T1', success: true },
		'POST /services/data/:version/sobjects/case': { id: '5001', success: true },
	},
};
