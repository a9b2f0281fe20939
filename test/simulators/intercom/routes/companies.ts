import { attributesFrom } from '../attributes';
import * as read from '../body';
import { ApiError, invalid, missing, notFound } from '../errors';
import { companyItem } from '../items';
import { numberedPage } from '../paging';
import { blankCompany } from '../seed';
import type { Company, Json, Workspace } from '../types';
import { companyView, contactView } from '../views';
import { contactsOf, getCompany, touch } from '../workspace';
import type { Call, Routes } from './call';

const limits = { perPage: 15, max: 60 };
const maxListed = 10000;
const maxInteger = 2147483647;

const writable = ['name', 'plan', 'size', 'website', 'industry', 'custom_attributes', 'monthly_spend'];
const onCreate = [...writable, 'company_id', 'remote_created_at'];

/** The fields that a body sets; decimals are cut off, a field nobody knows is an error. */
function fieldsFrom(workspace: Workspace, body: Json, known: string[]): Partial<Company> {
	const unknown = Object.keys(body).find((name) => !known.includes(name));
	if (unknown) throw new ApiError(400, 'bad_request', `bad '${unknown}' parameter`);
	const number = (name: string) => {
		const value = body[name] ?? undefined;
		if (value === undefined) return undefined;
		const whole = Math.trunc(Number(value));
		if (!Number.isFinite(whole) || whole > maxInteger) throw invalid(`${name} is invalid`, name);
		return whole;
	};
	const fields = {
		name: read.text(body, 'name'),
		plan: read.text(body, 'plan'),
		size: number('size'),
		website: read.text(body, 'website'),
		industry: read.text(body, 'industry'),
		monthly_spend: number('monthly_spend'),
		remote_created_at: read.integer(body, 'remote_created_at'),
		custom_attributes: attributesFrom(workspace, 'company', body),
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function change(workspace: Workspace, company: Company, fields: Partial<Company>) {
	const custom_attributes = { ...company.custom_attributes, ...fields.custom_attributes };
	Object.assign(company, fields, { custom_attributes });
	touch(workspace, company);
	workspace.emit('company.updated', companyItem(workspace, company));
}

function upsert({ workspace, body }: Call) {
	const fields = fieldsFrom(workspace, body, onCreate);
	const companyId = read.id(body, 'company_id');
	if (!companyId && !fields.name) throw missing('company_id or name is a required parameter', 'company_id');
	const present = byCompanyId(workspace, companyId);
	if (present) {
		change(workspace, present, fields);
		return companyView(workspace, present);
	}
	const id = workspace.nextId('company');
	const company: Company = {
		...blankCompany,
		name: '',
		custom_attributes: {},
		...fields,
		id,
		company_id: companyId ?? id,
		touched: [workspace.now()],
		tags: [],
	};
	workspace.companies.set(id, company);
	workspace.emit('company.created', companyItem(workspace, company));
	return companyView(workspace, company);
}

const byCompanyId = (workspace: Workspace, companyId: string | undefined) =>
	[...workspace.companies.values()].find((company) => company.company_id === companyId);

/** Those with a contact; a company without one shows only when it is asked for by name or id. */
const listed = (workspace: Workspace) =>
	[...workspace.companies.values()].filter((company) => contactsOf(workspace, company).length > 0);

function list({ workspace, query, url }: Call, companies: Company[], perPage: number) {
	const { items, ...page } = numberedPage(companies, query, url, { ...limits, perPage });
	return { type: 'list', data: items.map((company) => companyView(workspace, company)), ...page };
}

/** Companies, upserted by `company_id`, read by either id. */
export const companies: Routes = {
	'POST /companies': upsert,
	'GET /companies'(call) {
		const { workspace, query } = call;
		if (!query.name && !query.company_id) {
			const wanted = listed(workspace).filter(({ tags }) => !query.tag_id || tags.includes(query.tag_id));
			return list(call, wanted, limits.perPage);
		}
		const company = query.company_id
			? byCompanyId(workspace, query.company_id)
			: [...workspace.companies.values()].find(({ name }) => name === query.name);
		if (!company) throw notFound('Company Not Found', 'company_not_found');
		return companyView(workspace, company);
	},
	'POST /companies/list'(call) {
		const newestFirst = listed(call.workspace).sort((a, b) => b.touched[0] - a.touched[0]);
		if (call.query.order === 'asc') newestFirst.reverse();
		return list(call, newestFirst.slice(0, maxListed), 20);
	},
	'GET /companies/:id': ({ workspace, params }) => companyView(workspace, getCompany(workspace, params.id)),
	'PUT /companies/:id'({ workspace, params, body }) {
		const company = getCompany(workspace, params.id);
		change(workspace, company, fieldsFrom(workspace, body, writable));
		return companyView(workspace, company);
	},
	'DELETE /companies/:id'({ workspace, params }) {
		const { id, company_id } = getCompany(workspace, params.id);
		workspace.companies.delete(id);
		for (const contact of workspace.contacts.values())
			contact.companies = contact.companies.filter((one) => one !== id);
		// answered at once, done and told a little later
		const item = { type: 'company', id, company_id, deleted: true };
		workspace.at(workspace.now() + 1000, () => workspace.emit('company.deleted', item));
		return { id, object: 'company', deleted: true };
	},
	'GET /companies/:id/contacts'({ workspace, params, query, url, look }) {
		const attached = contactsOf(workspace, getCompany(workspace, params.id));
		const { items, ...page } = numberedPage(attached, query, url, { perPage: 50, max: 150 });
		return { type: 'list', data: items.map((contact) => contactView(workspace, contact, look)), ...page };
	},
};
