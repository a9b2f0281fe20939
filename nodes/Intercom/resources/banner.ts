import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { text } from '../fields/fields';
import { pick } from '../fields/picks';

export const banner: Resource = {
	name: 'Banner',
	permission: undocumented,
	preset: 'getAllOfContact',
	operations: {
		getAllOfContact: {
			name: 'Get Many of Contact',
			action: 'Get many banners of a contact',
			description: 'Get the banners that match a contact now; each one given counts as shown to them',
			request: 'GET /contacts/{contact_id}/banners',
			version: '2.16',
			fields: [pick('contact')],
			list: 'data',
			simplify: [
				'title',
				'body',
				'style',
				'position',
				'show_dismiss_button',
				'action',
				'client_targeting',
				'created_at',
				'view_id',
				'id',
			],
		},
		dismiss: {
			name: 'Dismiss',
			action: 'Dismiss a banner for a contact',
			request: 'POST /contacts/{contact_id}/banners/{view_id}/dismiss',
			version: '2.16',
			fields: [
				pick('contact'),
				// a list would count every banner in it as shown to the contact
				text('view_id', 'View ID', {
					to: 'path',
					required: true,
					placeholder: 'e.g. 645719311',
					description: 'The view_id of the banner, as the contact’s banners have it',
				}),
			],
			// dismissing again changes nothing
			build: (request) => ({ ...request, repeatable: true }),
		},
	},
};
