import type { Field } from '../../core/table/operation';
import { asInteger, choose, identifier, number, text, time, yesNo } from './fields';
import { pick } from './picks';

/**
 * What contacts, companies and conversations have in every workspace, by the API's names: columns of the resource mapper
 * that offers a workspace's own attributes too, and the fields that stand beside it.
 */

export const role = choose(
	'role',
	'Role',
	{ user: 'User', lead: 'Lead' },
	{ description: 'A user has an account with you; a lead does not yet' },
);

export const email = identifier('email', 'Email', { placeholder: 'e.g. ada@example.com' });

export const externalId = identifier('external_id', 'External ID', {
	placeholder: 'e.g. 42',
	description: 'Your own ID of this person, as your app knows it',
});

/** Who answers for the contact. It stays a picker, which a mapper's column cannot be. */
export const owner = pick('admin', {
	displayName: 'Owner',
	name: 'owner_id',
	required: false,
	to: 'body',
	convert: asInteger,
});

export const contactColumns: Field[] = [
	text('name', 'Name', { placeholder: 'e.g. Ada Lovelace' }),
	identifier('phone', 'Phone', { placeholder: 'e.g. +41791234567' }),
	text('avatar', 'Avatar URL', { placeholder: 'e.g. https://example.com/ada.png' }),
	yesNo(
		'email_verified',
		'Email Verified',
		'Whether you know that the email address is this person’s. Only together with the email.',
		{ since: '2.16' },
	),
	time('last_seen_at', 'Last Seen At'),
	time('signed_up_at', 'Signed Up At'),
	yesNo('unsubscribed_from_emails', 'Unsubscribed From Emails', 'Whether this person gets no e-mails'),
];

export const companyName = text('name', 'Name', { placeholder: 'e.g. Acme' });

/** Whole numbers: Intercom cuts decimals off, and refuses what is more than 32 bits hold. */
const count = (name: string, displayName: string, description: string): Field =>
	number(name, displayName, {
		typeOptions: { minValue: 0, maxValue: 2147483647, numberPrecision: 0 },
		convert: (value) => Math.trunc(Number(value)),
		description,
	});

export const companyColumns: Field[] = [
	text('website', 'Website', { placeholder: 'e.g. https://example.com' }),
	text('industry', 'Industry', { placeholder: 'e.g. Manufacturing' }),
	text('plan', 'Plan', { placeholder: 'e.g. Enterprise' }),
	count('size', 'Size', 'Number of employees'),
	count('monthly_spend', 'Monthly Spend', 'How much revenue the company brings you'),
];

export const becameCustomer = time('remote_created_at', 'Customer Since', {
	description: 'When the company became your customer',
});

export const conversationColumns: Field[] = [
	text('title', 'Title', { placeholder: 'e.g. Delivery of order 42' }),
	yesNo('read', 'Read', 'Whether a teammate has read it'),
];
