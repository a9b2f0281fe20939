import type { Resource } from '../../core/table/operation';
import { typed } from '../../core/values/typed';
import { choose, text } from '../fields/fields';
import { locally } from '../identity/locally';
import { generateJwt, generateUserHash, signedAttributes, verifyJwt, verifyWebhook } from '../identity/prove';

const unsent = { to: undefined };

const userId = text('user_id', 'User ID', {
	required: true,
	placeholder: 'e.g. 42',
	convert: String,
	description: 'ID of the user as your app gives it to the Messenger',
});

const bodyFrom = (value: string) => ({ show: { body_from: [value] } });

/** All of it is done here: nothing is sent, and nothing but the result leaves the node. */
export const identity: Resource = {
	name: 'Identity',
	permission:
		'Needs no permission: this is done in n8n with the secrets of the credential, nothing is sent to Intercom',
	preset: 'generateUserHash',
	operations: {
		generateUserHash: {
			name: 'Generate User Hash',
			action: 'Generate a user hash',
			description: 'Make the user_hash that proves to the Messenger who a user is (HMAC-SHA256)',
			fields: [userId],
			readOnly: true,
			runAll: locally(generateUserHash),
		},
		generateJwt: {
			name: 'Generate Messenger JWT',
			action: 'Generate a Messenger JWT',
			description: 'Make the intercom_user_jwt that proves to the Messenger who a user is (HS256)',
			fields: [
				userId,
				{
					displayName: 'Expires In',
					name: 'expires_in',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 60,
					description: 'How long the token holds. No longer than your app keeps the user signed in.',
				},
				choose(
					'expires_unit',
					'Unit',
					{ minutes: 'Minutes', seconds: 'Seconds', hours: 'Hours' },
					{ ...unsent, description: 'Unit of Expires In' },
				),
				text('email', 'Email', { placeholder: 'e.g. ada@example.com' }),
				text('name', 'Name', { placeholder: 'e.g. Ada Lovelace' }),
				{
					displayName: 'Signed Attributes',
					name: 'attributes',
					type: 'assignmentCollection',
					default: {},
					to: 'body',
					convert: (value) => signedAttributes(typed(value)),
					description:
						'More about the user, by the attributes’ API names, which nobody can change in the browser',
				},
			],
			readOnly: true,
			runAll: locally(generateJwt),
		},
		verifyJwt: {
			name: 'Verify Messenger JWT',
			action: 'Verify a Messenger JWT',
			description: 'Tell whether a Messenger token was signed with your secret and still holds',
			fields: [
				text('token', 'Token', {
					required: true,
					typeOptions: { password: true },
					placeholder: 'e.g. eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiNDIifQ.c2lnbmF0dXJl',
				}),
			],
			readOnly: true,
			runAll: locally(verifyJwt),
		},
		verifyWebhookSignature: {
			name: 'Verify Webhook Signature',
			action: 'Verify a webhook signature',
			description: 'Tell whether a notification that another node received was signed by Intercom',
			fields: [
				choose('body_from', 'Body From', { binary: 'Binary Field', text: 'Text', base64: 'Base64' }, unsent),
				text('binary_field', 'Input Binary Field', {
					...unsent,
					...bodyFrom('binary'),
					default: 'data',
					required: true,
					description: 'Binary field that holds the body as it came (Webhook node, option Raw Body)',
				}),
				text('raw_body', 'Body', {
					...unsent,
					show: { body_from: ['text', 'base64'] },
					typeOptions: { rows: 4 },
					checked: true,
					description: 'The body as it came. One that was read as JSON and written again no longer fits.',
				}),
				text('signature', 'Signature', {
					...unsent,
					required: true,
					placeholder: 'e.g. sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
					description: 'Header X-Hub-Signature of the notification',
				}),
			],
			readOnly: true,
			runAll: locally(verifyWebhook),
		},
	},
};
