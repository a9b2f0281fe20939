/** What Intercom's searches take: fields by type and the operators that each type allows. Source: Intercom API 2.14, SearchContacts, searchConversations, searchTickets. */

export type Kind = 'text' | 'number' | 'date' | 'yesNo' | 'tag';

/** Stands for a field that the workspace added. */
export const OWN = 'custom';

type Kinds<T> = Partial<Record<Kind, T>>;

/** What one kind of object can be searched by. Operators by our own words for them, their names as the editor shows them. */
export type Searchable = {
	fields: Kinds<string[]>;
	operators: Kinds<Record<string, string>>;
	/** Operators of single fields beside those of their type. */
	more?: Record<string, string[]>;
	/** What some text fields hold, where nobody could guess it. Source: the objects' own descriptions in the same API. */
	holds?: Record<string, string>;
	/** What the names of the fields that a workspace added begin with. */
	own: string;
	/** What is filtered by when the filter is added, by type. */
	first: Kinds<string>;
	/** What the first text is searched for in the example of a query as JSON. */
	example: string;
	/** The API version that can sort them, where that is a later one. */
	sortedSince?: string;
	/** Dates count by whole days of the workspace's time zone, which is corrected here. */
	byDay?: true;
};

/** Values are words, because n8n takes a parameter that begins with `=` for an expression. */
export const operators: Record<string, { api: string; name: string }> = {
	equals: { api: '=', name: 'Equals' },
	notEquals: { api: '!=', name: 'Does Not Equal' },
	greaterThan: { api: '>', name: 'Greater Than (After)' },
	lessThan: { api: '<', name: 'Less Than (Before)' },
	greaterOrEqual: { api: '>=', name: 'Greater Than or Equal' },
	lessOrEqual: { api: '<=', name: 'Less Than or Equal' },
	contains: { api: '~', name: 'Contains' },
	notContains: { api: '!~', name: 'Does Not Contain' },
	startsWith: { api: '^', name: 'Starts With' },
	endsWith: { api: '$', name: 'Ends With' },
	in: { api: 'IN', name: 'In List' },
	notIn: { api: 'NIN', name: 'Not in List' },
};

const named = (...words: string[]): Record<string, string> =>
	Object.fromEntries(words.map((word) => [word, operators[word].name]));

const ofText = named(
	...['equals', 'notEquals', 'contains', 'notContains', 'startsWith', 'endsWith', 'in', 'notIn'],
);
const ofNumbers = named('equals', 'notEquals', 'greaterThan', 'lessThan', 'in', 'notIn');
const ofDates = { greaterThan: 'After', lessThan: 'Before' };
const ofYesNo = named('equals', 'notEquals');

const list = (names: string): string[] => names.trim().split(/\s+/);

const conversation: Searchable = {
	own: 'custom_attributes.',
	fields: {
		text: list(`id source.type source.id source.delivered_as source.subject source.body source.author.id
			source.author.type source.author.name source.author.email source.url contact_ids teammate_ids
			channel_initiated state tag_ids priority statistics.last_closed_by_id conversation_rating.remark
			conversation_rating.contact_id conversation_rating.admin_d ai_agent.resolution_state
			ai_agent.last_answer_type ai_agent.rating_remark ai_agent.source_type ai_agent.source_title`),
		number: list(`admin_assignee_id team_assignee_id statistics.time_to_assignment
			statistics.time_to_admin_reply statistics.time_to_first_close statistics.time_to_last_close
			statistics.median_time_to_reply statistics.count_reopens statistics.count_assignments
			statistics.count_conversation_parts conversation_rating.score ai_agent.rating`),
		date: list(`created_at updated_at waiting_since snoozed_until statistics.first_contact_reply_at
			statistics.first_assignment_at statistics.first_admin_reply_at statistics.first_close_at
			statistics.last_assignment_at statistics.last_assignment_admin_reply_at statistics.last_contact_reply_at
			statistics.last_admin_reply_at statistics.last_close_at conversation_rating.requested_at
			conversation_rating.replied_at`),
		yesNo: list('open read ai_agent_participated'),
	},
	holds: {
		state: 'Is open, closed or snoozed',
		priority: 'Is priority or not_priority',
		'source.type':
			'Is conversation, email, facebook, instagram, phone_call, phone_switch, push, sms, twitter or whatsapp',
		'source.delivered_as':
			'Is customer_initiated, campaigns_initiated, operator_initiated, automated or admin_initiated',
		'source.body': 'One word of the first message: several words are never found',
		'ai_agent.resolution_state':
			'Is assumed_resolution, confirmed_resolution, and routed_to_team or abandoned (from API version 2.15 on escalated, negative_feedback or procedure_handoff)',
		'ai_agent.last_answer_type': 'Is ai_answer or custom_answer',
		'ai_agent.source_type': 'Is essentials_plan_setup, profile, workflow, workflow_preview or fin_preview',
	},
	operators: {
		text: ofText,
		number: ofNumbers,
		date: { ...named('equals', 'notEquals', 'in', 'notIn'), ...ofDates },
		yesNo: ofYesNo,
	},
	first: { text: 'state', number: 'admin_assignee_id', date: 'updated_at', yesNo: 'open' },
	example: 'open',
};

export const searchable = {
	contact: {
		own: 'custom_attributes.',
		fields: {
			text: list(`id role name avatar email email_domain phone external_id language_override browser
				browser_language os location.country location.region location.city segment_id ios_app_version ios_device
				ios_os_version ios_app_name ios_sdk_version android_app_version android_device android_app_name
				android_sdk_version`),
			number: ['owner_id'],
			date: list(`created_at signed_up_at updated_at last_seen_at last_contacted_at last_replied_at
				last_email_opened_at last_email_clicked_at ios_last_seen_at android_last_seen_at`),
			yesNo: list('unsubscribed_from_emails marked_email_as_spam has_hard_bounced'),
			tag: ['tag_id'],
		},
		holds: { role: 'Is user or lead' },
		operators: {
			text: ofText,
			number: { ...ofNumbers, ...named('greaterOrEqual', 'lessOrEqual') },
			date: { ...ofDates, equals: 'On That Day' },
			yesNo: ofYesNo,
			tag: named('equals', 'notEquals'),
		},
		first: { text: 'email', date: 'updated_at' },
		example: 'ada@example.com',
		byDay: true,
		sortedSince: '2.16',
	},
	conversation,
	ticket: {
		own: 'ticket_attribute.',
		fields: {
			text: list(`id title description category ticket_type_id contact_ids teammate_ids admin_assignee_id
				team_assignee_id state`),
			date: list('created_at updated_at snoozed_until'),
			yesNo: ['open'],
			// all numbers are attributes of the workspace's own
			number: [],
		},
		holds: {
			state: 'Is submitted, in_progress, waiting_on_customer or resolved',
			category: 'Is request for Customer, task for Back-office, tracker for Tracker',
		},
		operators: conversation.operators,
		more: { created_at: ['greaterOrEqual', 'lessOrEqual'] },
		first: { text: 'title', date: 'updated_at' },
		example: 'Refund',
	},
} satisfies Record<string, Searchable>;

/** The type of a field that the object has of itself. */
export const knownKind = ({ fields }: Searchable, field: string): Kind | undefined =>
	(Object.keys(fields) as Kind[]).find((kind) => fields[kind]?.includes(field));

const spelled: Record<string, string> = {
	...{ id: 'ID', ids: 'IDs', url: 'URL', os: 'OS', ios: 'iOS', sdk: 'SDK', ai: 'AI', by: 'by', to: 'to' },
	// so the API writes `admin_id` here
	d: 'ID',
};

/** `source.author.email` → `Source Author Email`. */
export const labelOf = (field: string): string =>
	field
		.split(/[._]/)
		.map((word) => spelled[word] ?? word[0].toUpperCase() + word.slice(1))
		.join(' ');
