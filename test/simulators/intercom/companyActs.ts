import { companyItem } from './items';
import { index, touch } from './searchIndex';
import { blankCompany } from './seed';
import type { Company, Workspace } from './types';

/** What a company may be made with; without a `company_id` it goes by Intercom's own id. */
export type CompanyFields = Partial<Omit<Company, 'id' | 'touched'>>;

/** company.created; lists leave it out until a contact is attached. */
export function createCompany(workspace: Workspace, fields: CompanyFields): Company {
	const id = workspace.nextId('company');
	const now = workspace.now();
	const company: Company = {
		...blankCompany,
		name: '',
		custom_attributes: {},
		company_id: id,
		tags: [],
		...fields,
		id,
		touched: [now, now],
	};
	workspace.companies.set(id, company);
	index(workspace, company);
	workspace.emit('company.created', () => companyItem(workspace, company));
	return company;
}

/** company.updated, attributes that are not named staying as they are. */
export function changeCompany(workspace: Workspace, company: Company, fields: CompanyFields) {
	const custom_attributes = { ...company.custom_attributes, ...fields.custom_attributes };
	Object.assign(company, fields, { custom_attributes });
	touch(workspace, company);
	workspace.emit('company.updated', () => companyItem(workspace, company));
}
