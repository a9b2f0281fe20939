/** What Simplify keeps of objects that more than one resource gives. */

export const contactSummary = [
	'id',
	'external_id',
	'role',
	'name',
	'email',
	'phone',
	'owner_id',
	'created_at',
	'updated_at',
	'custom_attributes',
];

export const companySummary = [
	'id',
	'company_id',
	'name',
	'plan',
	'size',
	'website',
	'industry',
	'monthly_spend',
	'user_count',
	'custom_attributes',
];
