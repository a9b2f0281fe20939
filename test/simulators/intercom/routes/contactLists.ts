import * as read from '../body';
import { attachCompany, detachCompany, tagContact, untagContact } from '../contactActs';
import { ApiError, missing } from '../errors';
import { toHtml } from '../html';
import { numberedPage } from '../paging';
import { touch } from '../searchIndex';
import { appliedTagView, companyView, noteView } from '../views';
import { getAdmin, getCompany, getContact, getTag, seconds } from '../workspace';
import type { Routes } from './call';

const limits = { perPage: 50, max: 150 };
const maxCompanies = 1000;

/** What hangs on a contact: tags, companies, notes. */
export const contactLists: Routes = {
	'GET /contacts/:id/tags'({ workspace, params }) {
		const contact = getContact(workspace, params.id);
		return { type: 'list', data: contact.tags.map((tag) => appliedTagView(workspace, tag)) };
	},
	'POST /contacts/:id/tags'({ workspace, params, body }) {
		const contact = getContact(workspace, params.id);
		const tag = getTag(workspace, read.required(read.id(body, 'id'), 'id'));
		return appliedTagView(workspace, tagContact(workspace, contact, tag));
	},
	'DELETE /contacts/:id/tags/:tag'({ workspace, params }) {
		const contact = getContact(workspace, params.id);
		const applied = contact.tags.find((one) => one.id === params.tag);
		const tag = getTag(workspace, applied?.id);
		untagContact(workspace, contact, tag);
		return { type: 'tag', ...tag, applied_at: applied?.applied_at, applied_by: applied?.applied_by };
	},
	'GET /contacts/:id/companies'({ workspace, params, query, url }) {
		const contact = getContact(workspace, params.id);
		const attached = contact.companies.map((id) => getCompany(workspace, id));
		const { items, ...page } = numberedPage(attached, query, url, limits);
		const views = items.map((company) => companyView(workspace, company));
		return { type: 'list', companies: views, ...page };
	},
	'POST /contacts/:id/companies'({ workspace, params, body }) {
		const contact = getContact(workspace, params.id);
		const id = read.id(body, 'id');
		if (!id) throw missing('company not specified');
		const company = getCompany(workspace, id);
		if (contact.companies.length >= maxCompanies) {
			const message = `Contact has reached the maximum of ${maxCompanies} company associations`;
			throw new ApiError(400, 'contact_company_limit_exceeded', message);
		}
		attachCompany(workspace, contact, company);
		return companyView(workspace, company);
	},
	'DELETE /contacts/:id/companies/:company'({ workspace, params }) {
		const contact = getContact(workspace, params.id);
		const company = getCompany(
			workspace,
			contact.companies.find((id) => id === params.company),
		);
		detachCompany(workspace, contact, company);
		return companyView(workspace, company);
	},
	'GET /contacts/:id/notes'({ workspace, params, query, url }) {
		const contact = getContact(workspace, params.id);
		const notes = [...contact.notes].reverse().map((id) => workspace.notes.get(id));
		const { items, ...page } = numberedPage(notes, query, url, limits);
		return { type: 'list', data: items.map((note) => note && noteView(workspace, note)), ...page };
	},
	'POST /contacts/:id/notes'({ workspace, params, body }) {
		const contact = getContact(workspace, params.id);
		const text = read.required(read.text(body, 'body'), 'body');
		const admin = read.id(body, 'admin_id');
		if (admin) getAdmin(workspace, admin);
		const note = {
			id: workspace.nextId('note'),
			contact: contact.id,
			admin: admin ?? null,
			body: toHtml(text),
			created_at: seconds(workspace),
		};
		workspace.notes.set(note.id, note);
		contact.notes.push(note.id);
		touch(workspace, contact);
		return noteView(workspace, note);
	},
	'GET /notes/:id'({ workspace, params }) {
		const note = workspace.notes.get(params.id);
		if (!note) throw new ApiError(404, 'not_found', 'Resource not found');
		return noteView(workspace, note);
	},
};
