import { pathTo } from '../../../core/values/path';
import {
	ada,
	birth,
	COMPANY,
	listAt,
	preciseIso,
	SAMPLE_USER,
	vip,
	WORKSPACE,
	type Build,
	type Json,
} from './occasion';

export const contact: Build = (occasion) => {
	const { topic, now } = occasion;
	const role = /^contact\.lead\.(?!signed_up)/.test(topic) ? 'lead' : 'user';
	const own = pathTo('/contacts', ada.id);
	return {
		type: 'contact',
		...ada,
		workspace_id: WORKSPACE,
		external_id: SAMPLE_USER,
		role,
		phone: null,
		avatar: null,
		owner_id: null,
		social_profiles: { type: 'list', data: [] },
		has_hard_bounced: false,
		marked_email_as_spam: false,
		unsubscribed_from_emails: topic === 'contact.unsubscribed',
		created_at: preciseIso(birth(occasion)),
		updated_at: preciseIso(now),
		signed_up_at: role === 'user' ? preciseIso(birth(occasion)) : null,
		last_seen_at: null,
		last_replied_at: null,
		last_contacted_at: null,
		location: { type: 'location', country: 'Ireland', region: null, city: 'Dublin', country_code: 'IRL' },
		custom_attributes: { plan: 'pro' },
		tags: listAt(`${own}/tags`),
		notes: listAt(`${own}/notes`),
		companies: listAt(`${own}/companies`),
		opted_out_subscription_types: listAt(`${own}/subscriptions`),
		opted_in_subscription_types: listAt(`${own}/subscriptions`),
		utm_campaign: null,
		referrer: null,
		sms_consent: false,
		unsubscribed_from_sms: false,
		enabled_push_messaging: null,
	};
};

export const reference: Json = { type: 'contact', id: ada.id, external_id: SAMPLE_USER };

export const contactTag: Build = (occasion) => ({
	type: 'contact_tag',
	created_at: occasion.now,
	tag: vip,
	contact: contact(occasion),
});

/** `contact.unsubscribed` → `contact_unsubscribe`. */
export const subscription: Build = (occasion) => {
	const [kind, act] = occasion.topic.split('.');
	const name = { name: 'Announcements', description: 'Product and feature news', locale: 'en' };
	const type = {
		type: 'subscription',
		id: '37846',
		state: 'live',
		consent_type: 'opt_out',
		default_translation: name,
		translations: [name],
		content_types: ['email'],
	};
	return {
		type: `${kind}_${act.replace(/d$/, '')}`,
		contact: contact(occasion),
		subscription_types: { type: 'list', data: kind === 'granular' ? [type] : [] },
		created_at: occasion.now,
	};
};

/** The shape of API 1.x, which this topic still has. */
export const visitor: Build = (occasion) => ({
	type: 'user',
	...ada,
	user_id: SAMPLE_USER,
	anonymous: false,
	phone: null,
	pseudonym: null,
	app_id: WORKSPACE,
	companies: { type: 'company.list', companies: [] },
	location_data: { type: 'location_data', city_name: 'Dublin', country_name: 'Ireland' },
	created_at: preciseIso(birth(occasion)),
	signed_up_at: preciseIso(occasion.now),
	updated_at: preciseIso(occasion.now),
	session_count: 1,
	tags: { type: 'tag.list', tags: [] },
	segments: { type: 'segment.list', segments: [] },
	custom_attributes: {},
});

export const company: Build = (occasion) => ({
	type: 'company',
	id: COMPANY,
	name: 'Acme',
	app_id: WORKSPACE,
	plan: null,
	company_id: 'acme-1',
	remote_created_at: null,
	created_at: preciseIso(birth(occasion)),
	updated_at: preciseIso(occasion.now),
	last_request_at: null,
	size: 25,
	website: 'https://acme.example',
	industry: 'Software',
	monthly_spend: 0,
	session_count: 0,
	user_count: 1,
	custom_attributes: {},
	tag_ids: [],
});

export const companyContact: Build = (occasion) => {
	const { plan, ...rest } = company(occasion);
	return { company: { ...rest, plan_id: plan }, contact: contact(occasion) };
};

/** What is left of a contact that was archived or deleted. */
export const goneContact =
	(state: 'archived' | 'deleted'): Build =>
	() => ({ id: ada.id, external_id: SAMPLE_USER, type: 'contact', [state]: true });
