/** What Simplify keeps of objects that more than one resource gives. */

export const contactSummary = [
	'name',
	'email',
	'phone',
	'role',
	'url',
	'custom_attributes',
	'created_at',
	'owner_id',
	'external_id',
	'id',
];

export const companySummary = [
	'name',
	'plan',
	'size',
	'website',
	'industry',
	'monthly_spend',
	'url',
	'custom_attributes',
	'company_id',
	'id',
];

/** Of a reply or note, which Intercom answers with a whole conversation or with its part. */
export const replySummary = ['text', 'author', 'attachments', 'part_type', 'created_at', 'id'];
