import type { Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, customAttributes, identifier } from '../fields/fields';

export const phoneSwitch: Resource = {
	name: 'Switch',
	permission: needs('Phone call redirects'),
	preset: 'create',
	operations: {
		create: {
			name: 'Create',
			action: 'Switch a phone call to the Messenger',
			description: 'Send a text message to a caller, with a link that goes on in the Messenger',
			request: 'POST /phone_call_redirects',
			fields: [
				identifier('phone', 'Phone', {
					required: true,
					placeholder: 'e.g. +41791234567',
					description: 'Number that gets the text message, with its country code',
				}),
				additional(customAttributes),
			],
		},
	},
};
