import { attributesFrom } from '../attributes';
import * as read from '../body';
import { changeCompany, createCompany } from '../companyActs';
import { ApiError, invalid, missing, notFound } from '../errors';
import { numberedPage } from '../paging';
import type { Company, Json, Workspace } from '../types';
import { companyView, contactView } from '../views';
import { contactsOf, getCompany, isListed, seconds } from '../workspace';
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

function upsert({ workspace, body, look }: Call) {
	const since2_16 = look.version >= 16 ? ['update_last_request_at'] : [];
	const fields = fieldsFrom(workspace, body, [...onCreate, ...since2_16]);
	if (read.flag(body, 'update_last_request_at')) fields.last_request_at = seconds(workspace);
	const companyId = read.id(body, 'company_id');
	if (!companyId && !fields.name) throw missing('company_id or name is a required parameter', 'company_id');
	const present = byCompanyId(workspace, companyId);
	if (present) {
		changeCompany(workspace, present, fields);
		return companyView(workspace, present);
	}
	const company_id = companyId ? { company_id: companyId } : {};
	return companyView(workspace, createCompany(workspace, { ...fields, ...company_id }));
}

const byCompanyId = (workspace: Workspace, companyId: string | undefined) =>
	[...workspace.companies.values()].find((company) => company.company_id === companyId);

/** What was there last comes first, what never was last. */
const latestFirst = (a: Company, b: Company) =>
	(b.last_request_at ?? 0) - (a.last_request_at ?? 0) || b.touched[0] - a.touched[0];

/** Those with a contact; a company without one shows only when it is asked for by name or id. */
export function listed(workspace: Workspace) {
	// one walk over the contacts, of which there may be many
	const peopled = new Set(
		[...workspace.contacts.values()].filter(isListed).flatMap(({ companies: ids }) => ids),
	);
	return [...workspace.companies.values()].filter(({ id }) => peopled.has(id)).sort(latestFirst);
}

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
		const all = listed(call.workspace);
		if (call.query.order === 'asc') all.reverse();
		return list(call, all.slice(0, maxListed), 20);
	},
	'GET /companies/:id': ({ workspace, params }) => companyView(workspace, getCompany(workspace, params.id)),
	'PUT /companies/:id'({ workspace, params, body }) {
		const company = getCompany(workspace, params.id);
		changeCompany(workspace, company, fieldsFrom(workspace, body, writable));
		return companyView(workspace, company);
	},
	'DELETE /companies/:id'({ workspace, params }) {
		const { id, company_id } = getCompany(workspace, params.id);
		workspace.companies.delete(id);
		for (const contact of workspace.contacts.values())
			contact.companies = contact.companies.filter((one) => one !== id);
		// answered at once, done and told a little later
		const item = { type: 'company', id, company_id, deleted: true };
		workspace.at(workspace.now() + 1000, () => workspace.emit('company.deleted', () => item));
		return { id, object: 'company', deleted: true };
	},
	'GET /companies/:id/contacts'({ workspace, params, query, url, look }) {
		const attached = contactsOf(workspace, getCompany(workspace, params.id));
		const { items, ...page } = numberedPage(attached, query, url, { perPage: 50, max: 150 });
		return { type: 'list', data: items.map((contact) => contactView(workspace, contact, look)), ...page };
	},
};
