import type { Resource } from '../../core/table/operation';
import { undocumented } from '../connection/permissions';
import { choose } from '../fields/fields';
import { pick } from '../fields/picks';

export const subscriptionType: Resource = {
	name: 'Subscription Type',
	permission: undocumented,
	preset: 'getAll',
	operations: {
		getAll: {
			name: 'Get Many',
			action: 'Get many subscription types',
			request: 'GET /subscription_types',
			list: 'data',
		},
		attachToContact: {
			name: 'Attach to Contact',
			action: 'Attach a subscription type to a contact',
			description: 'Opt a contact in to, or out of, a kind of message',
			request: 'POST /contacts/{contact_id}/subscriptions',
			fields: [
				pick('contact'),
				pick('subscription', { to: 'body', as: 'id' }),
				choose(
					'consent_type',
					'Consent Type',
					{ opt_in: 'Opt In', opt_out: 'Opt Out' },
					{ description: 'What the contact has chosen; it must be the consent that the type works with' },
				),
			],
		},
		detachFromContact: {
			name: 'Detach From Contact',
			action: 'Detach a subscription type from a contact',
			request: 'DELETE /contacts/{contact_id}/subscriptions/{subscription_id}',
			fields: [pick('contact'), pick('subscription')],
		},
	},
};
