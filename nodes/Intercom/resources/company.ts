import type { Operation, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { companyName } from '../fields/columns';
import { additional, choose, identifier, yesNo } from '../fields/fields';
import { mapper } from '../fields/mapper';
import { pick } from '../fields/picks';
import { companySummary, contactSummary } from './summaries';

const companyId = identifier('company_id', 'Company ID', {
	required: true,
	placeholder: 'e.g. acme-1',
	description: 'Your own ID of this company, which cannot be changed later',
});

const attaching: Pick<Operation, 'fields' | 'simplify'> = {
	fields: [pick('contact'), pick('company', { to: 'body', as: 'id' })],
	simplify: companySummary,
};

export const company: Resource = {
	name: 'Company',
	permission: needs('Read and list users and companies', 'Write users and companies'),
	preset: 'getAll',
	operations: {
		upsert: {
			name: 'Create or Update',
			action: 'Create or update a company',
			description: 'Create a new company, or update the current one if it already exists (upsert)',
			request: 'POST /companies',
			fields: [
				companyId,
				companyName,
				mapper('company', [companyId, companyName]),
				additional(
					yesNo(
						'update_last_request_at',
						'Seen Now',
						'Whether the company counts as last seen at this moment',
						{ since: '2.16' },
					),
				),
			],
			// the company ID says which one, so a lost answer may be asked for again
			build: (request) => ({ ...request, repeatable: true }),
			simplify: companySummary,
		},
		get: {
			name: 'Get',
			action: 'Get a company',
			request: 'GET /companies/{company_id}',
			fields: [pick('company')],
			simplify: companySummary,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many companies',
			description:
				'Get the companies that have contacts; Return All and limits above 10,000 read beyond the first 10,000',
			request: 'POST /companies/list',
			fields: [
				choose(
					'order',
					'Order',
					{ desc: 'Last Seen First', asc: 'Last Seen Last' },
					{ to: 'query', description: 'In which order they come, where a limit is set' },
				),
			],
			readOnly: true,
			// nothing has to stand in it, but Additional Body may
			body: {},
			scroll: 'GET /companies/scroll',
			list: 'data',
			perPage: 60,
			simplify: companySummary,
		},
		search: {
			name: 'Search',
			action: 'Search companies',
			request: 'GET /companies',
			fields: [
				choose(
					'searchBy',
					'Search By',
					{ company_id: 'Company ID', name: 'Name', segment_id: 'Segment', tag_id: 'Tag' },
					{ to: undefined },
				),
				{
					...companyId,
					description: 'Your own ID of this company',
					to: 'query',
					show: { searchBy: ['company_id'] },
				},
				{ ...companyName, required: true, to: 'query', show: { searchBy: ['name'] } },
				pick('segment', { to: 'query', show: { searchBy: ['segment_id'] } }),
				pick('tag', { to: 'query', show: { searchBy: ['tag_id'] } }),
			],
			list: 'data',
			perPage: 60,
			simplify: companySummary,
		},
		update: {
			name: 'Update',
			action: 'Update a company',
			request: 'PUT /companies/{company_id}',
			fields: [pick('company'), mapper('companyChange')],
			simplify: companySummary,
		},
		attachContact: {
			name: 'Attach Contact',
			action: 'Attach a contact to a company',
			request: 'POST /contacts/{contact_id}/companies',
			...attaching,
		},
		detachContact: {
			name: 'Detach Contact',
			action: 'Detach a contact from a company',
			request: 'DELETE /contacts/{contact_id}/companies/{company_id}',
			...attaching,
			fields: [pick('contact'), pick('company')],
		},
		getContacts: {
			name: 'Get Contacts',
			action: 'Get the contacts of a company',
			request: 'GET /companies/{company_id}/contacts',
			fields: [pick('company')],
			list: 'data',
			perPage: 150,
			simplify: contactSummary,
		},
		getSegments: {
			name: 'Get Segments',
			action: 'Get the segments of a company',
			request: 'GET /companies/{company_id}/segments',
			fields: [pick('company')],
			list: 'data',
		},
		delete: {
			name: 'Delete',
			action: 'Delete a company',
			request: 'DELETE /companies/{company_id}',
			fields: [pick('company')],
		},
	},
};
