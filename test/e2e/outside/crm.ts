import type { FastifyReply } from 'fastify';
import type { Call, System } from '.';

/** A record as a CRM keeps it; `changedAt` in ISO. */
export type CrmRecord = { id: string; changedAt: string; fields: Fields };

type Fields = Record<string, string | number>;

/** Records by lower-case e-mail address or, of accounts, any key. What is written here through the API counts as changed now. */
export class Records extends Map<string, CrmRecord> {
	write(key: string, fields: Fields, changedAt = new Date().toISOString()): CrmRecord {
		const { id = String(this.size + 1), fields: old = {} } = this.get(key) ?? {};
		const record = { id, changedAt, fields: { ...old, ...fields } };
		this.set(key, record);
		return record;
	}
}

export const hubspotContacts = new Records();
export const salesforceContacts = new Records();

/** By name, where no field `Name` gives another. */
export const salesforceAccounts = new Records();

type Hubspot = {
	inputs: Array<{ id: string; properties: Record<string, string> }>;
	filterGroups: Array<{ filters: HubspotFilter[] }>;
	limit: number;
};

type HubspotFilter = { propertyName: string; operator: string; value?: string | number };

/** HubSpot's search: of the pages only the first, as a client that asks on by ID needs no other. */
function searchHubspot({ filterGroups: [{ filters }], limit }: Hubspot) {
	const operators: Record<string, (held: string | number, value: string | number) => boolean> = {
		EQ: (held, value) => held === value,
		GT: (held, value) => Number(held) > Number(value),
		GTE: (held, value) => Number(held) >= Number(value),
		HAS_PROPERTY: (held) => held !== '',
	};
	const found = [...hubspotContacts].filter(([email, { id, changedAt }]) => {
		const held = { email, hs_object_id: id, lastmodifieddate: Date.parse(changedAt) };
		return filters.every(({ propertyName, operator, value = '' }) =>
			operators[operator](held[propertyName as keyof typeof held], value),
		);
	});
	const page = found.sort(([, one], [, other]) => Number(one.id) - Number(other.id)).slice(0, limit);
	return { total: found.length, results: page.flatMap(([email]) => asHubspot(email)) };
}

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
		'POST /crm/v3/objects/contacts/search': ({ body }: Call) => searchHubspot(body as unknown as Hubspot),
		'POST /crm/v3/objects/contacts/batch/read'({ body }: Call, reply: FastifyReply) {
			const { inputs } = body as unknown as Hubspot;
			if (inputs.length <= 100) return { results: inputs.flatMap(({ id }) => asHubspot(id)) };
			return reply.code(400).send({ message: 'The maximum number of inputs is 100' });
		},
		'POST /crm/v3/objects/contacts/batch/upsert': ({ body }: Call) => ({
			results: (body as unknown as Hubspot).inputs.map(({ id, properties }) =>
				hubspotContacts.write(id, properties),
			),
		}),
		'POST /crm/v3/objects/notes': { id: '501' },
	},
};

/** A dot in a field's name leads into an object. */
function asSalesforce({ id, changedAt, fields }: CrmRecord) {
	const { 'Account.Name': account, 'Owner.Name': owner, ...own } = fields;
	return {
		Id: id,
		LastModifiedDate: changedAt,
		...own,
		Account: account ? { Name: account } : null,
		Owner: { Name: owner ?? null },
	};
}

type Found = ReturnType<typeof asSalesforce>;

/** What a query has not shown yet, by the locator that asks for it. */
const unseen = new Map<string, Found[]>();

/** Salesforce chooses how many records a page holds; 200 is its smallest. */
function salesforcePage(found: Found[]) {
	const [records, rest] = [found.slice(0, 200), found.slice(200)];
	const locator = `01g-${unseen.size}`;
	unseen.set(locator, rest);
	return {
		done: rest.length === 0,
		...(rest.length > 0 && { nextRecordsUrl: `/services/data/v59.0/query/${locator}` }),
		records,
	};
}

/** Contacts and leads are the same here. */
function makeSalesforce({ body: { Email: email, ...fields } }: Call, reply: FastifyReply) {
	if (!fields.LastName) return reply.code(400).send([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
	const { id } = salesforceContacts.write(String(email), fields as Fields);
	return { id, success: true };
}

/** In SOQL a backslash stands before a quote or another backslash. */
const literal = /'((?:[^'\\]|\\.)*)'/g;

/** Of contacts (or leads) by e-mail address, of accounts by name, those that changed since; texts match in any case. */
function searchSalesforce(soql: string) {
	const wanted = [...soql.matchAll(literal)].map(([, text]) => text.replace(/\\(.)/g, '$1').toLowerCase());
	const [records, named] = soql.includes(' FROM Account ')
		? [salesforceAccounts, 'Name']
		: [salesforceContacts, 'Email'];
	return [...records]
		.map(([key, record]) => ({ ...record, fields: { [named]: key, ...record.fields } }))
		.filter(({ changedAt }) => Date.parse(changedAt) > since(soql))
		.filter(({ fields }) => wanted.length === 0 || wanted.includes(String(fields[named]).toLowerCase()))
		.map(asSalesforce);
}

function changeSalesforce(records: Records, { params, body }: Call) {
	const [key] = [...records].find(([, { id }]) => id === params.id)!;
	records.write(key, body as Fields);
	return {};
}

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
		'GET /services/data/:version/query'({ query: { q } }: Call, reply: FastifyReply) {
			if (reply.request.url.length > 16_384) return reply.code(414).send([{ errorCode: 'URI_TOO_LONG' }]);
			if (q.replace(literal, '').includes("'"))
				return reply.code(400).send([{ errorCode: 'MALFORMED_QUERY' }]);
			return salesforcePage(searchSalesforce(q));
		},
		'GET /services/data/:version/query/:locator': ({ params: { locator } }: Call) =>
			salesforcePage(unseen.get(locator)!),
		'POST /services/data/:version/sobjects/Contact': makeSalesforce,
		'POST /services/data/:version/sobjects/lead': makeSalesforce,
		'PATCH /services/data/:version/sobjects/Contact/:id': (call: Call) =>
			changeSalesforce(salesforceContacts, call),
		'POST /services/data/:version/sobjects/Account': ({ body }: Call) => ({
			id: salesforceAccounts.write(String(body.Name), body as Fields).id,
			success: true,
		}),
		'PATCH /services/data/:version/sobjects/Account/:id': (call: Call) =>
			changeSalesforce(salesforceAccounts, call),
		'POST /services/data/:version/sobjects/task': { id: '00T1', success: true },
		'POST /services/data/:version/sobjects/case': { id: '5001', success: true },
	},
};
