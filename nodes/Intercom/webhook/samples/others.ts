import { hosts } from '../../connection/hosts';
import { partOf } from './acts';
import { contact } from './contacts';
import {
	ada,
	birth,
	CONVERSATION,
	customer,
	DAY,
	hash,
	iso,
	list,
	MINUTE,
	numberOf,
	SAMPLE_USER,
	TEAM,
	teammate,
	TICKET,
	uuidOf,
	WORKSPACE,
	type Build,
	type Json,
	type Occasion,
} from './occasion';

export const dataEvent: Build = ({ topic, now }) => ({
	type: 'event',
	event_name: 'placed-order',
	id: uuidOf(topic),
	intercom_user_id: ada.id,
	user_id: SAMPLE_USER,
	email: ada.email,
	metadata: { order_number: '3434', price: { amount: 1250, currency: 'eur' } },
	created_at: now,
});

export const call: Build = (occasion) => {
	const { topic, now } = occasion;
	const over = topic !== 'call.started';
	const url = `${hosts.us.api}/calls/7000001`;
	return {
		type: 'call',
		id: '7000001',
		conversation_id: CONVERSATION,
		admin_id: teammate.id,
		contact_id: ada.id,
		state: over ? 'ended' : 'initiated',
		initiated_at: iso(birth(occasion)),
		answered_at: over ? iso(birth(occasion) + 5) : null,
		ended_at: over ? iso(now) : null,
		created_at: iso(birth(occasion)),
		updated_at: iso(now),
		recording_url: topic === 'call.recording_available' ? `${url}/recording` : null,
		transcription_url: topic === 'call.transcription_available' ? `${url}/transcript` : null,
		call_type: 'phone',
		direction: 'inbound',
		ended_reason: over ? 'completed' : null,
		phone: '+35315550100',
	};
};

export const admin: Build = ({ topic }) => {
	const away = topic === 'admin.away_mode_updated';
	return {
		...teammate,
		job_title: 'Support',
		away_mode_enabled: away,
		away_mode_reassign: false,
		away_status_reason: away ? '🍔 On lunch' : null,
		has_inbox_seat: true,
		team_ids: [Number(TEAM)],
	};
};

export const activityLog: Build = ({ topic, now }) => ({
	type: 'admin_activity_log_event',
	id: uuidOf(topic),
	performed_by: { type: 'admin', id: teammate.id, email: teammate.email, ip: '192.0.2.1' },
	metadata: { enabled: false },
	created_at: now,
	activity_type: 'ai_inbox_translation_setting_change',
	activity_description: 'Sam Support disabled the AI inbox translation settings.',
});

export const job: Build = ({ topic }) => {
	const id = `job_${numberOf(topic)}`;
	return {
		type: 'job',
		id,
		url: `${hosts.us.api}/jobs/status/${id}`,
		status: 'success',
		resource_type: 'ticket',
		resource_id: TICKET,
		resource_url: `${hosts.us.api}/tickets/${TICKET}`,
	};
};

export const contentStat: Build = (occasion) => {
	const { topic, now } = occasion;
	const kind = topic.slice('content_stat.'.length);
	return {
		type: topic,
		created_at: iso(now),
		content_stat: {
			id: Number(numberOf(topic)),
			content_type: kind,
			content_id: 31,
			stat_type: 'receipt',
			ruleset_id: 29,
			content_title: 'Welcome',
			ruleset_version_id: -1,
			receipt_id: Number(numberOf(`${topic} receipt`)),
			tags: list(),
			...(kind.startsWith('series') && { series_id: 7, series_title: 'Onboarding', node_id: 3 }),
		},
		contact: contact(occasion),
	};
};

export const article: Build = (occasion) => {
	const isPublic = /published$|updated$/.test(occasion.topic) && !occasion.topic.endsWith('unpublished');
	return {
		type: 'article',
		id: '15147019',
		workspace_id: WORKSPACE,
		parent_id: null,
		parent_type: null,
		parent_ids: [],
		tags: { type: 'tag.list', tags: [] },
		title: 'Change your plan',
		description: 'Where to find it',
		body: '<p>Open Settings.</p>',
		author_id: Number(teammate.id),
		state: isPublic ? 'published' : 'draft',
		created_at: iso(birth(occasion)),
		updated_at: iso(occasion.now),
		url: isPublic ? 'https://help.shop.example/articles/15147019' : null,
	};
};

const timed = (occasion: Occasion): Json => ({ created_at: birth(occasion), updated_at: occasion.now });

export const snippet: Build = (occasion) => ({
	type: 'content_snippet',
	id: '4711',
	title: 'Opening hours',
	locale: 'en',
	json_blocks: [{ type: 'paragraph', text: 'We answer from 9 to 5.' }],
	ai_chatbot_availability: true,
	ai_copilot_availability: true,
	audience_ids: [],
	...timed(occasion),
});

export const importSource: Build = (occasion) => ({
	type: 'content_import_source',
	id: 33,
	last_synced_at: occasion.now,
	status: 'active',
	url: 'https://help.shop.example',
	sync_behavior: 'automatic',
	audience_ids: [],
	...timed(occasion),
});

export const audience: Build = (occasion) => ({
	type: 'audience',
	id: '123',
	name: 'Customers of Acme',
	predicates: [{ attribute: 'company.name', type: 'string', comparison: 'contains', value: 'Acme' }],
	role_predicates: [{ attribute: 'role', type: 'role', comparison: 'eq', value: 'user' }],
	...timed(occasion),
});

export const audienceMember: Build = () => ({
	type: 'audience_membership',
	audience_id: '123',
	content: { type: 'article_content', id: '456' },
});

export const execution: Build = ({ topic, now }) => ({
	type: 'data_connector.execution',
	id: numberOf(topic),
	app_id: WORKSPACE,
	action_id: '123456789',
	action_name: 'Look Up Order',
	success: true,
	http_status: 200,
	error_type: null,
	execution_time_ms: 312,
	completed_at: iso(now),
	source_type: 'workflow',
	source_id: '456789012',
	conversation_id: CONVERSATION,
	user_id: ada.id,
	admin_id: null,
});

export const procedure: Build = (occasion) => ({
	type: 'procedure.hitl_notification',
	app_id: WORKSPACE,
	conversation_id: CONVERSATION,
	step_id: uuidOf(occasion.topic),
	procedure_name: 'Refund Request',
	hitl_question: 'Should this refund be approved?',
	attributes_to_collect: [
		{
			type: 'data_attribute',
			identifier: `workflow_local_variables.${uuidOf('approve')}`,
			name: 'Approve Refund',
			label: 'Approve Refund',
			data_type: 'boolean',
		},
	],
	callback_url: `${hosts.us.api}/procedures/${CONVERSATION}/collect_agent_input`,
	expires_at: occasion.now + DAY,
	priority: 'not_priority',
	assign_to: { type: 'team', id: TEAM, name: 'Support' },
	conversation_url: `${hosts.us.app}/a/inbox/${WORKSPACE}/inbox/shared/all/conversation/${CONVERSATION}`,
	recent_messages: [
		{
			type: 'conversation_part',
			...partOf(occasion, { kind: 'comment', by: customer, text: 'May I have a refund?', ago: MINUTE }),
		},
	],
});

export const apiRequest: Build = ({ topic, now }) => ({
	type: topic,
	request_id: hash(topic).slice(0, 20),
	timestamp: now,
	request: { method: 'GET', path: '/admins', ip_address: '192.0.2.1', user_agent: 'curl/8.18.0' },
	authentication: { method: 'oauth', token_id: uuidOf('token'), oauth_client_id: uuidOf('client') },
	response: { status: 200 },
	admin: { id: teammate.id, email: teammate.email },
});

/** An object of a topic that nobody knows. */
export const plain: Build = (occasion) => ({
	type: occasion.topic.split('.')[0],
	id: numberOf(occasion.topic),
	...timed(occasion),
});
