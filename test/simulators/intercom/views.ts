import { escaped } from './html';
import type {
	Admin,
	AppliedTag,
	AttributeType,
	Company,
	Contact,
	DataAttribute,
	Json,
	Note,
	Team,
	Touched,
	Workspace,
} from './types';
import { contactsOf } from './workspace';

/** How a REST reply shows an object: the minor of Intercom-Version (2.14 is 14), and what the query asked for. */
export type Look = { version: number; plaintext?: boolean };

const maxEmbedded = 10;

/** updated_at, unix s. */
export const changedAt = ({ touched }: Touched) => Math.floor(touched[1] / 1000);

/** created_at, unix s. */
export const madeAt = ({ touched }: Touched) => Math.floor(touched[0] / 1000);

/** At most ten references, and where to read the rest. */
function references(type: string, ids: string[], url: string) {
	const data = ids.slice(0, maxEmbedded).map((id) => ({ id, type, url: `/${plurals[type]}/${id}` }));
	return { type: 'list', data, url, total_count: ids.length, has_more: ids.length > maxEmbedded };
}

const plurals: Record<string, string> = { tag: 'tags', company: 'companies', note: 'notes' };

const unknownDevice = Object.fromEntries(
	['browser', 'browser_version', 'browser_language', 'os', 'language_override']
		.concat(
			['app_name', 'app_version', 'device', 'os_version', 'sdk_version', 'last_seen_at'].map(
				(n) => `android_${n}`,
			),
		)
		.concat(
			['app_name', 'app_version', 'device', 'os_version', 'sdk_version', 'last_seen_at'].map(
				(n) => `ios_${n}`,
			),
		)
		.map((name) => [name, null]),
);

/** A contact; times in unix s, owner_id a string from 2.16 on. */
export function contactView(workspace: Workspace, contact: Contact, { version }: Look): Json {
	const { id, owner_id: owner, avatar } = contact;
	const path = `/contacts/${id}`;
	return {
		type: 'contact',
		id,
		workspace_id: workspace.id,
		external_id: contact.external_id,
		role: contact.role,
		email: contact.email,
		email_domain: contact.email?.split('@')[1] ?? null,
		phone: contact.phone,
		name: contact.name,
		avatar: avatar ? { type: 'avatar', image_url: avatar } : null,
		owner_id: version >= 16 && owner !== null ? String(owner) : owner,
		social_profiles: { type: 'list', data: [] },
		has_hard_bounced: false,
		marked_email_as_spam: false,
		unsubscribed_from_emails: contact.unsubscribed_from_emails,
		created_at: madeAt(contact),
		updated_at: changedAt(contact),
		signed_up_at: contact.signed_up_at,
		last_seen_at: contact.last_seen_at,
		last_replied_at: contact.last_replied_at,
		last_contacted_at: contact.last_contacted_at,
		last_email_opened_at: null,
		last_email_clicked_at: null,
		...unknownDevice,
		location: {
			type: 'location',
			country: null,
			region: null,
			city: null,
			country_code: null,
			continent_code: null,
		},
		custom_attributes: contact.custom_attributes,
		tags: references(
			'tag',
			contact.tags.map((tag) => tag.id),
			`${path}/tags`,
		),
		notes: references('note', contact.notes, `${path}/notes`),
		companies: references('company', contact.companies, `${path}/companies`),
		opted_out_subscription_types: references('subscription', [], `${path}/subscriptions`),
		opted_in_subscription_types: references('subscription', [], `${path}/subscriptions`),
		utm_campaign: null,
		utm_content: null,
		utm_medium: null,
		utm_source: null,
		utm_term: null,
		referrer: null,
		sms_consent: false,
		unsubscribed_from_sms: false,
		enabled_push_messaging: null,
	};
}

/** How conversations and tickets refer to a contact. */
export const contactReference = (workspace: Workspace, id: string) => ({
	type: 'contact',
	id,
	external_id: workspace.contacts.get(id)?.external_id ?? null,
});

/** A company; times in unix s. */
export function companyView(workspace: Workspace, company: Company): Json {
	const { plan, touched: _touched, tags, ...plain } = company;
	return {
		type: 'company',
		app_id: workspace.id,
		...plain,
		name: escaped(company.name),
		created_at: madeAt(company),
		updated_at: changedAt(company),
		session_count: 0,
		user_count: contactsOf(workspace, company).length,
		plan: plan ? { type: 'plan', id: plan, name: plan } : {},
		tags: { type: 'tag.list', tags: tags.map((id) => tagView(workspace, id)) },
		segments: { type: 'segment.list', segments: [] },
	};
}

/** A teammate. */
export const adminView = ({ away, ...admin }: Admin): Json => ({
	type: 'admin',
	...admin,
	away_mode_enabled: false,
	away_mode_reassign: false,
	away_status_reason_id: null,
	...away,
	avatar: null,
	team_priority_level: { primary_team_ids: [], secondary_team_ids: [] },
});

/** A team and who is in it. */
export const teamView = (team: Team): Json => ({
	type: 'team',
	...team,
	admin_priority_level: { primary_admin_ids: [], secondary_admin_ids: [] },
	assignment_limit: null,
	distribution_method: 'round_robin',
});

/** A tag by its id. */
export const tagView = (workspace: Workspace, id: string): Json => ({
	type: 'tag',
	id,
	name: escaped(workspace.tags.get(id)?.name ?? ''),
});

/** A tag with when and by whom it was put on. */
export const appliedTagView = (workspace: Workspace, { id, ...applied }: AppliedTag): Json => ({
	...tagView(workspace, id),
	...applied,
});

/** A note on a contact; `created_at` in unix s. */
export function noteView(workspace: Workspace, note: Note): Json {
	const author = workspace.admins.get(note.admin ?? '');
	const { id, body, created_at } = note;
	const contact = { type: 'contact', id: note.contact };
	return { type: 'note', id, created_at, contact, author: author ? adminView(author) : null, body };
}

/** A custom data attribute. */
export const attributeView = ({ readOnly, archived, ...attribute }: DataAttribute): Json => ({
	type: 'data_attribute',
	...attribute,
	full_name: `custom_attributes.${attribute.name}`,
	label: attribute.name,
	description: '',
	api_writable: !readOnly,
	messenger_writable: false,
	ui_writable: true,
	custom: true,
	archived: archived ?? false,
});

const conversationTypes: Record<AttributeType, string> = {
	string: 'string',
	integer: 'integer',
	float: 'decimal',
	boolean: 'boolean',
	date: 'datetime',
};

/** A conversation's attribute as it shows since 2.16. */
export const conversationAttributeView = ({
	id,
	name,
	data_type,
	options,
	archived,
}: DataAttribute): Json => ({
	type: 'conversation_attribute',
	id,
	name,
	description: '',
	data_type: options ? 'list' : conversationTypes[data_type],
	...(options && {
		options: options.map((label, index) => ({ id: `${id}-${index}`, label, archived: false })),
	}),
	required: false,
	visible_to_team_ids: [],
	archived: archived ?? false,
});
