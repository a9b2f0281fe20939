import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { text } from '../fields/fields';
import { pick } from '../fields/picks';

const body = text('body', 'Note', {
	required: true,
	typeOptions: { rows: 4 },
	description: 'Text or HTML',
});
const author = pick('admin', {
	displayName: 'Author',
	required: false,
	to: 'body',
	description: 'The teammate who wrote the note',
});

export const note: Resource = {
	name: 'Note',
	permission: undocumented,
	preset: 'createOnContact',
	operations: {
		createOnContact: {
			name: 'Create on Contact',
			action: 'Create a note on a contact',
			request: 'POST /contacts/{contact_id}/notes',
			fields: [pick('contact'), body, author],
		},
		createOnCompany: {
			name: 'Create on Company',
			action: 'Create a note on a company',
			request: 'POST /companies/{company_id}/notes',
			version: '2.16',
			fields: [pick('company'), body, author],
		},
		get: {
			name: 'Get',
			action: 'Get a note',
			request: 'GET /notes/{note_id}',
			// Intercom has no list of all notes to pick from
			fields: [
				text('note_id', 'Note ID', {
					to: 'path',
					required: true,
					placeholder: 'e.g. 2601',
					description: 'ID of the note, as the lists of a contact’s or a company’s notes give it',
				}),
			],
		},
		getAllOfContact: {
			name: 'Get Many of Contact',
			action: 'Get many notes of a contact',
			request: 'GET /contacts/{contact_id}/notes',
			fields: [pick('contact')],
			list: 'data',
			perPage: 50,
		},
		getAllOfCompany: {
			name: 'Get Many of Company',
			action: 'Get many notes of a company',
			request: 'GET /companies/{company_id}/notes',
			version: '2.15',
			fields: [pick('company')],
			list: 'data',
			perPage: 50,
		},
	},
};
