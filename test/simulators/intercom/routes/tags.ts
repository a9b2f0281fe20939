import * as read from '../body';
import { tagContact, untagContact } from '../contactActs';
import { ApiError, invalid, notFound } from '../errors';
import { touch } from '../searchIndex';
import type { Company, Contact, Json, Tag, Workspace } from '../types';
import { tagView } from '../views';
import { findContact, getTag, quietly } from '../workspace';
import type { Call, Routes } from './call';

/** The tag of that id renamed, the tag of that name, or a new one. */
function tagFrom(workspace: Workspace, body: Json): Tag {
	const name = read.text(body, 'name');
	const id = read.id(body, 'id');
	if (!name) throw invalid('invalid tag parameters');
	if (id) return Object.assign(getTag(workspace, id), { name });
	for (const tag of workspace.tags.values()) if (tag.name.toLowerCase() === name.toLowerCase()) return tag;
	const tag = { id: workspace.nextId('tag'), name };
	workspace.tags.set(tag.id, tag);
	return tag;
}

function companyOf(workspace: Workspace, reference: Json): Company | undefined {
	const [id, companyId] = [read.id(reference, 'id'), read.id(reference, 'company_id')];
	if (id) return workspace.companies.get(id);
	return [...workspace.companies.values()].find((company) => company.company_id === companyId);
}

/** Up to 2.15 one unknown entity refuses the whole call; from 2.16 on it is left out and reported. */
function resolve<Item>(
	references: unknown[],
	find: (reference: Json) => Item | undefined,
	strict: false | ApiError,
): Array<{ reference: Json; item: Item | undefined }> {
	const found = references.filter(read.isObject).map((reference) => ({ reference, item: find(reference) }));
	if (strict && found.some(({ item }) => !item)) throw strict;
	return found;
}

function createOrApply({ workspace, body, look }: Call) {
	const lenient = look.version >= 16;
	const companies = resolve<Company>(
		read.list(body, 'companies') ?? [],
		(reference) => companyOf(workspace, reference),
		!lenient && notFound('Company Not Found', 'company_not_found'),
	);
	const users = resolve<Contact>(
		read.list(body, 'users') ?? [],
		(reference) => findContact(workspace, { id: read.id(reference, 'id') }),
		!lenient && notFound('User Not Found'),
	);
	const tag = tagFrom(workspace, body);
	for (const { item, reference } of companies) {
		if (!item) continue;
		const others = item.tags.filter((id) => id !== tag.id);
		item.tags = reference.untag === true ? others : [...others, tag.id];
		touch(workspace, item);
	}
	// tagging in bulk fires no topic
	for (const { item, reference } of users) {
		if (!item) continue;
		if (reference.untag === true) untagContact(quietly(workspace), item, tag);
		else tagContact(workspace, item, tag, true);
	}
	const report = (rows: typeof users | typeof companies) =>
		rows.map(({ item, reference }) => ({
			id: item?.id ?? reference.id,
			tagged: !!item && reference.untag !== true,
		}));
	const reports = lenient ? { users: report(users), companies: report(companies) } : {};
	return { ...tagView(workspace, tag.id), ...reports };
}

/** Tags themselves; contactLists and conversations put them on. */
export const tags: Routes = {
	'GET /tags': ({ workspace }) => ({
		type: 'list',
		data: [...workspace.tags.keys()].map((id) => tagView(workspace, id)),
	}),
	'GET /tags/:id': ({ workspace, params }) => tagView(workspace, getTag(workspace, params.id).id),
	'POST /tags': createOrApply,
	'DELETE /tags/:id'({ workspace, params, reply }) {
		const { id } = getTag(workspace, params.id);
		workspace.tags.delete(id);
		for (const contact of workspace.contacts.values())
			contact.tags = contact.tags.filter((tag) => tag.id !== id);
		for (const one of [...workspace.conversations.values(), ...workspace.tickets.values()])
			one.tags = one.tags.filter((tag) => tag.id !== id);
		for (const company of workspace.companies.values())
			company.tags = company.tags.filter((tag) => tag !== id);
		return reply.code(200).send();
	},
};
