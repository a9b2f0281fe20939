#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process, { argv, stderr, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * Rewrites n8n's own Intercom node (`n8n-nodes-base.intercom`) in a workflow into Intercom Plus:
 *
 *     node rewrite.mjs workflow.json > rewritten.json
 *
 * What a person must look at is written to the terminal. It needs Node.js and nothing else, and changes no file.
 */

const picked = (mode, value) => ({ __rl: true, mode, value });

/** Rows that a search's filters hold, by group: texts by their field, and what Intercom Plus picks from a list. */
const filtersOf = (role, { email, phone, segment_id: segment, tag_id: tag }) => ({
	role: [{ operator: 'equals', value: role }],
	...texts({ email, phone }),
	...(segment && { segment: [{ operator: 'equals', segment: picked('id', segment) }] }),
	...(tag && { tag: [{ operator: 'equals', tag: picked('id', tag) }] }),
});

function texts(fields) {
	const filled = Object.entries(fields).filter(([, value]) => value);
	return (
		filled.length > 0 && { text: filled.map(([field, value]) => ({ field, operator: 'equals', value })) }
	);
}

/** Old names → the API's. The old node sent what is neither blank nor false. */
const renamed = (fields, names) =>
	Object.fromEntries(
		Object.entries(names)
			.filter(([old]) => fields[old])
			.map(([old, name]) => [name, fields[old]]),
	);

const isExpression = (value) => typeof value === 'string' && value.startsWith('=');

/** What the old node had in additional fields (`standard`) and its custom attributes, as rows or as JSON, → the fields that map attributes. */
function attributesOf({ jsonParameters, customAttributesUi, customAttributesJson }, standard, look) {
	const mapped = (custom = {}) => {
		const value = { ...standard, ...custom };
		if (Object.keys(value).length === 0) return {};
		return { attributes: { mappingMode: 'defineBelow', value, matchingColumns: [], schema: [] } };
	};
	if (!jsonParameters) {
		const rows = customAttributesUi?.customAttributesValues ?? [];
		if (rows.some(({ name }) => isExpression(name)))
			look('custom attributes whose names are expressions: choose them by name');
		const named = rows.filter(({ name }) => name && !isExpression(name));
		return mapped(Object.fromEntries(named.map(({ name, value }) => [name, value])));
	}
	if (!customAttributesJson) return mapped();
	if (isExpression(customAttributesJson)) {
		look('custom attributes come from an expression, which now stands in Additional Body (JSON)');
		const additionalBody = `={"custom_attributes": ${customAttributesJson.slice(1)}}`;
		return { ...mapped(), requestOptions: { additionalBody } };
	}
	try {
		return mapped(JSON.parse(customAttributesJson));
	} catch {
		look('custom attributes are no valid JSON, which the old node left out without a word');
		return mapped();
	}
}

const utm = ['utmCampaign', 'utmContent', 'utmMedium', 'utmSource', 'utmTerm'];

/** Old additional fields of a lead or user → the contact's. */
function detailsOf(fields, look) {
	if (fields.companies?.length)
		look('companies: add Company → Attach Contact after it, once for each company');
	if (fields.sessionCount) look('sessionCount: Intercom counts sessions itself, so it is left out');
	if (utm.some((name) => fields[name]))
		look('utm fields: a contact has none to write any more, so they are left out; use custom attributes');
	return {
		...renamed(fields, {
			name: 'name',
			phone: 'phone',
			avatar: 'avatar',
			unsubscribedFromEmails: 'unsubscribed_from_emails',
		}),
		...(fields.updateLastRequestAt && { last_seen_at: '={{ $now.toISO() }}' }),
	};
}

const paging = ({ returnAll = false, limit = 50 }) => ({ returnAll, ...(!returnAll && { limit }) });

/** Contacts of this role, by the old node's filters. */
const searched = (role, filters) => ({
	resource: 'contact',
	operation: 'search',
	filters: filtersOf(role, filters),
	match: 'AND',
});

const listed = { returnAll: true };

const company = (old, look) => ({
	resource: 'company',
	operation: 'upsert',
	company_id: old.companyId,
	...renamed(old.additionalFields, { name: 'name' }),
	...attributesOf(
		old,
		renamed(old.additionalFields, {
			industry: 'industry',
			monthlySpend: 'monthly_spend',
			plan: 'plan',
			size: 'size',
			website: 'website',
		}),
		look,
	),
});

/** Whose ID the old node took, by its words. */
const modes = { id: 'id', userId: 'externalId', email: 'email' };

const contact = (by, value) => ({ resource: 'contact', contact_id: picked(modes[by] ?? 'id', value) });

const leadById = (by, value, look) => {
	if (by === 'userId') look('a lead by user ID: Intercom finds users only by external ID; take the ID');
	return contact(by, value);
};

/** The old node made or changed whoever had this email or user ID. */
const upserted = (old, identity, look) => ({
	resource: 'contact',
	operation: 'upsert',
	role: 'user',
	...renamed(old.additionalFields, { email: 'email', userId: 'external_id' }),
	...renamed(identity, { email: 'email', userId: 'external_id' }),
	...attributesOf(old, detailsOf(old.additionalFields, look), look),
});

/** Every operation of the old node → parameters of Intercom Plus. `look` notes what a person must look at. */
export const rewrites = {
	'lead create': (old, look) => ({
		resource: 'contact',
		operation: 'create',
		role: 'lead',
		email: old.email,
		...attributesOf(old, detailsOf(old.additionalFields, look), look),
	}),
	'lead update': (old, look) => ({
		...leadById(old.updateBy ?? 'id', old.value, look),
		operation: 'update',
		...attributesOf(
			old,
			{ ...renamed(old.additionalFields, { email: 'email' }), ...detailsOf(old.additionalFields, look) },
			look,
		),
	}),
	'lead get': (old, look) =>
		['email', 'phone'].includes(old.selectBy)
			? { ...searched('lead', { [old.selectBy]: old.value }), ...listed }
			: { ...leadById(old.selectBy, old.value, look), operation: 'get' },
	'lead getAll': (old) => ({
		...searched('lead', old.filters),
		...paging(old),
	}),
	'lead delete': (old, look) => ({ ...leadById(old.deleteBy, old.value, look), operation: 'delete' }),

	'user create': (old, look) =>
		upserted(old, { [old.identifierType === 'email' ? 'email' : 'userId']: old.idValue }, look),
	'user update': (old, look) =>
		(old.updateBy ?? 'id') === 'id'
			? {
					...contact('id', old.value),
					operation: 'update',
					...attributesOf(
						old,
						{
							...renamed(old.additionalFields, { email: 'email', userId: 'external_id' }),
							...detailsOf(old.additionalFields, look),
						},
						look,
					),
				}
			: upserted(old, { [old.updateBy]: old.value }, look),
	'user get': (old) =>
		old.selectBy === 'userId'
			? { resource: 'contact', operation: 'getByExternalId', external_id: old.value }
			: { ...contact('id', old.value), operation: 'get' },
	'user getAll'(old, look) {
		const { company_id: companyId, tag_id: tag, ...filters } = old.filters;
		if (companyId) {
			if (tag || filters.email || filters.segment_id)
				look('filters beside the company: add a Filter node after it');
			return {
				resource: 'company',
				operation: 'getContacts',
				company_id: picked('companyId', companyId),
				...paging(old),
			};
		}
		return { ...searched('user', old.filters), ...paging(old) };
	},
	'user delete'(old, look) {
		look('the old Delete archived a user, and so does this one; to erase somebody take Contact → Delete');
		return { ...contact('id', old.id), operation: 'archive' };
	},

	'company create': company,
	'company update': company,
	'company get': (old) =>
		old.selectBy === 'name'
			? { resource: 'company', operation: 'search', searchBy: 'name', name: old.value, ...listed }
			: {
					resource: 'company',
					operation: 'get',
					company_id: picked(old.selectBy === 'companyId' ? 'companyId' : 'id', old.value),
				},
	'company getAll'(old, look) {
		const { segment_id: segment, tag_id: tag } = old.filters;
		if (!segment && !tag) return { resource: 'company', operation: 'getAll', ...paging(old) };
		if (segment && tag)
			look('filter by tag: companies are searched by one thing; add a Filter node after it');
		return {
			resource: 'company',
			operation: 'search',
			searchBy: segment ? 'segment_id' : 'tag_id',
			...(segment ? { segment_id: picked('id', segment) } : { tag_id: picked('id', tag) }),
			...paging(old),
		};
	},
	'company users': (old) => ({
		resource: 'company',
		operation: 'getContacts',
		company_id: picked(old.listBy === 'companyId' ? 'companyId' : 'id', old.value),
		...paging(old),
	}),
};

/** What the old node had in view, with what n8n leaves out because it is the default. */
const filledIn = ({ resource = 'user', operation = 'create', ...others }) => ({
	additionalFields: {},
	filters: {},
	...others,
	resource,
	operation,
});

const types = {
	'n8n-nodes-base.intercom': 'n8n-nodes-intercom-absmartly.intercomPlus',
	'n8n-nodes-base.intercomTool': 'n8n-nodes-intercom-absmartly.intercomPlusTool',
};

// these give nothing to simplify
const whole = ['archive', 'delete'];

/** One node; any other than the old one as it is. */
export function rewriteNode(node, look = () => {}) {
	const type = types[node.type];
	if (!type) return node;
	const old = filledIn(node.parameters ?? {});
	const rewrite = rewrites[`${old.resource} ${old.operation}`];
	if (!rewrite) {
		look(`${old.resource} → ${old.operation} is no operation of the old node, so it was left as it is`);
		return node;
	}
	const { credentials, ...others } = node;
	const parameters = rewrite(old, look);
	// the old node gave whole records, which later nodes may read any member of
	const simplify = whole.includes(parameters.operation) ? {} : { simplify: false };
	return { ...others, type, typeVersion: 1, parameters: { ...parameters, ...simplify } };
}

/** A workflow, or a list of them as n8n exports it. `look` gets the node's name and what to look at. */
export const rewrite = (workflow, look = () => {}) =>
	Array.isArray(workflow)
		? workflow.map((one) => rewrite(one, look))
		: {
				...workflow,
				nodes: workflow.nodes.map((node) => rewriteNode(node, (text) => look(node.name, text))),
			};

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
	if (!argv[2]) {
		stderr.write('Name the file of a workflow: node rewrite.mjs workflow.json > rewritten.json\n');
		process.exitCode = 1;
	} else {
		const rewritten = rewrite(JSON.parse(readFileSync(argv[2], 'utf8')), (name, text) =>
			stderr.write(`Look at “${name}”: ${text}\n`),
		);
		stdout.write(`${JSON.stringify(rewritten, null, 2)}\n`);
	}
}
