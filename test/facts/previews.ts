import type { Operation, Resources } from '../../nodes/core/table/operation';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import { DEFAULT_VERSION } from '../../nodes/Intercom/connection/hosts';
import { resources as intercom } from '../../nodes/Intercom/resources';
import { isTime } from '../../nodes/Intercom/transcript/simplify';
import { toEvent } from '../../nodes/Intercom/webhook/event';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { membersOf, namesIn, replyOf, shapeNamed, type ReplyShape } from './replies';
import { minorOf } from './requests';

/**
 * What n8n's editor shows of an operation before it ran: "Usually outputs the following fields". It reads JSON schemas from
 * `__schema__/v<version>/<resource>/<operation>.json` beside the node (n8n-core, output-schema-resolver), for community
 * packages as for its own. They are made of what Intercom's descriptions say of replies, and for the rest of what stands here.
 */

export type Schema = { type: string; properties?: Record<string, Schema>; items?: Schema };

type Members = Record<string, ReplyShape>;

const nameless = { id: 'integer', name: 'string', description: 'string', archived: 'boolean' };

/** What ABsmartly's console says of its things. Source: its official command line tool and SDK, as far as Simplify shows it. */
const consoleThings: Record<string, Members> = {
	applications: nameless,
	environments: { ...nameless, type: 'string' },
	unit_types: nameless,
	goals: { ...nameless, created_at: 'string', updated_at: 'string' },
	metrics: {
		...nameless,
		goal_id: 'integer',
		type: 'string',
		effect: 'string',
		value_source_property: 'string',
	},
	experiments: {
		...nameless,
		display_name: 'string',
		type: 'string',
		state: 'string',
		iteration: 'integer',
		unit_type: { id: 'integer', name: 'string' },
		applications: [{ application_id: 'integer', application_version: 'string', application: nameless }],
		variants: [{ name: 'string', variant: 'integer', config: 'string' }],
		start_at: 'string',
		stop_at: 'string',
		unitType: 'string',
		environment: 'string',
		trafficSplit: ['number'],
		fullOnVariant: 'integer',
		audience: 'string',
	},
};

/** What a change of an experiment's state gives. */
const change: Members = {
	action: 'string',
	id: 'integer',
	name: 'string',
	iteration: 'integer',
	state: 'string',
	changed: { state: { from: 'string', to: 'string' } },
	confirmedBy: 'string',
};

const units: ReplyShape = [{ type: 'string', uid: 'string' }];
const published: Members = { status: 'string', units, warnings: ['string'] };

/** What the row of an export of message statistics tells first. */
const receipt: Members = { user_id: 'string', email: 'string', name: 'string' };
const tagged: Members = {
	type: 'string',
	id: 'string',
	name: 'string',
	contact_id: 'string',
	tagged: 'boolean',
};
const verdict: Members = { valid: 'boolean', reason: 'string' };

/** What operations give that do more, or something else, than pass on what the server answers. */
const own: Record<string, Members> = {
	'absmartly attribute set': {
		...published,
		attributes: [{ name: 'string', value: 'string', setAt: 'integer' }],
	},
	'absmartly context get': {
		units,
		treatments: {},
		variables: {},
		assignments: [
			{ id: 'integer', name: 'string', variant: 'integer', eligible: 'boolean', config: 'string?' },
		],
	},
	'absmartly context publish': { ...published, goal: 'string', achievedAt: 'integer', properties: {} },
	...Object.fromEntries(
		['archive', 'develop', 'fullOn', 'start', 'stop', 'unarchive'].map((name) => [
			`absmartly experiment ${name}`,
			change,
		]),
	),
	'absmartly experiment comment': {
		action: 'string',
		experimentId: 'integer',
		id: 'integer',
		note: 'string',
		reply_to_note_id: 'integer?',
		experiment_id: 'integer',
		variant: 'integer?',
		new_experiment_id: 'integer?',
		created_at: 'string',
		created_by_user_id: 'integer',
		created_by: { id: 'integer', email: 'string' },
		confirmedBy: 'string',
	},
	'absmartly experiment getAlerts': {
		id: 'integer',
		experiment_id: 'integer',
		type: 'string',
		dismissed: 'boolean',
		metadata: {},
		created_at: 'string',
		updated_at: 'string',
	},
	'absmartly experiment getOne': {
		...consoleThings.experiments,
		primary_metric: { id: 'integer', name: 'string' },
		full_on_variant: 'integer?',
	},
	'absmartly experiment getResults': {
		experimentId: 'integer',
		experiment: 'string',
		iteration: 'integer',
		state: 'string',
		analysisType: 'string',
		metricId: 'integer',
		metric: 'string',
		role: 'string',
		effect: 'string',
		variant: 'integer',
		variantName: 'string',
		isControl: 'boolean',
		participants: 'integer',
		value: 'number',
		mean: 'number',
		variance: 'number',
		impact: 'number',
		impactPercent: 'number',
		ciLower: 'number',
		ciUpper: 'number',
		ciLowerPercent: 'number',
		ciUpperPercent: 'number',
		pValue: 'number',
		confidencePercent: 'number',
		result: 'string',
		isBetter: 'boolean',
		firstExposureAt: 'string',
		lastExposureAt: 'string',
		sampleRatioMismatch: 'boolean',
		alerts: ['string'],
	},
	'absmartly experiment restart': { ...change, previousId: 'integer' },
	'absmartly exposure track': {
		...published,
		exposures: [{ id: 'integer', name: 'string', unit: 'string', exposedAt: 'integer', variant: 'integer' }],
	},
	'absmartly goal create': {
		...consoleThings.goals,
		tags: [{}],
		teams: [{}],
		owners: [{}],
		created: 'boolean',
	},
	'absmartly goal track': {
		status: 'string',
		goal: 'string',
		achievedAt: 'integer',
		units,
		properties: {},
		eventKey: 'string',
		warnings: ['string'],
	},
	'absmartly health check': { healthy: 'boolean', responseTimeMs: 'integer' },
	'intercom connection check': {
		connected: 'boolean',
		status: 'string',
		problems: ['string'],
		workspace: { id: 'string', name: 'string', timezone: 'string' },
		region: 'string',
		credentialRegion: 'string?',
		version: 'string',
		admin: { id: 'string', name: 'string', email: 'string', emailVerified: 'boolean' },
		rateLeft: 'integer?',
		allowed: ['string'],
		refused: ['string'],
		missingPermissions: ['string'],
		access: [{ what: 'string', permission: 'string?', path: 'string', access: 'string' }],
	},
	'intercom conversation getTranscript': {
		conversation_id: 'string',
		title: 'string?',
		transcript: 'string',
		message_count: 'integer',
		truncated: 'boolean',
	},
	// whatever the endpoint answers; most answer with these
	'intercom customCall send': { type: 'string', id: 'string' },
	'intercom dataExport export': receipt,
	'intercom identity generateJwt': {
		user_id: 'string',
		token: 'string',
		exp: 'integer',
		expires_at: 'string',
	},
	'intercom identity generateUserHash': { user_id: 'string', user_hash: 'string' },
	'intercom identity verifyJwt': { ...verdict, claims: { user_id: 'string', exp: 'integer' } },
	'intercom identity verifyWebhookSignature': verdict,
	// its columns are those that were asked for
	'intercom reportingDataExport export': { conversation_id: 'string' },
	'intercom tag tagMany': tagged,
	'intercom tag untagMany': tagged,
};

const file: Members = { fileName: 'string', mimeType: 'string', bytes: 'integer' };

/** The members that Simplify adds, by one that only such an object has. */
const added: Array<[sign: string, Members]> = [
	['waiting_since', { text: 'string', url: 'string' }],
	['ticket_parts', { text: 'string', url: 'string', title: 'string' }],
	['part_type', { text: 'string' }],
	['has_hard_bounced', { url: 'string' }],
	['monthly_spend', { url: 'string' }],
];

/** What the transport makes alike in all versions (`normalise.ts`), by such a sign. */
const alike: Array<[sign: string, Members]> = [
	['ticket_parts', { admin_assignee_id: 'string', team_assignee_id: 'string' }],
];

/** What single operations add to what they pass on. */
const addedBy: Record<string, Members> = {
	'intercom contact upsert': { outcome: 'string' },
	'intercom ticket create': { company_id: 'string' },
	// the descriptions spell it las_request_at
	'intercom visitor get': { last_request_at: 'integer' },
};

/** The members of one element of what an operation gives, before Simplify, with those that Simplify can add. */
export function membersGiven(node: string, resource: string, name: string, operation: Operation): Members {
	const key = `${node} ${resource} ${name}`;
	if (own[key]) return own[key];
	if (operation.download) return file;
	if (operation.api === 'console' || node === 'absmartly') return consoleThings[operation.list ?? ''] ?? {};
	const minor = minorOf(operation.version ?? DEFAULT_VERSION);
	const reply: ReplyShape = operation.request ? (replyOf(operation.request, minor).reply ?? {}) : {};
	const found = (operation.list ?? '')
		.split('.')
		.filter(Boolean)
		.reduce<ReplyShape>((shape, list) => membersOf(shape, minor)?.[list] ?? {}, reply);
	// a reply answers with the whole conversation
	const isReply = operation.simplifies && /\/reply$/.test(operation.request ?? '');
	const element = isReply ? '@conversation_part' : Array.isArray(found) ? found[0] : found;
	const members = membersOf(element, minor) ?? {};
	const of = (signs: Array<[string, Members]>) =>
		signs.filter(([sign]) => sign in members).map(([, each]) => each);
	const more = operation.simplify ? of(added) : [];
	return Object.assign({}, ...more, members, ...of(alike), addedBy[key]) as Members;
}

const types: Record<string, string> = {
	integer: 'integer',
	number: 'number',
	boolean: 'boolean',
	object: 'object',
};

/** How deep objects are shown that stand in objects: more would be walls of text. */
const DEEPEST = 3;

type Look = { minor: number; simple: boolean; depth: number };

function schemaOf(shape: ReplyShape, look: Look): Schema {
	if (Array.isArray(shape)) return { type: 'array', items: schemaOf(shape[0] ?? 'string', look) };
	if (typeof shape === 'object') return objectOf(shape, look);
	const bare = shape.replace(/\?$/, '');
	if (bare.startsWith('@')) {
		const [name] = namesIn(bare);
		const itself = shapeNamed(name, look.minor);
		return typeof itself === 'object' && !Array.isArray(itself)
			? objectOf(membersOf(`@${name}`, look.minor) ?? {}, look)
			: schemaOf(itself, look);
	}
	return { type: types[bare.split('|')[0]] ?? 'string' };
}

const objectOf = (members: Members, look: Look): Schema => ({
	type: 'object',
	...(look.depth < DEEPEST && {
		properties: Object.fromEntries(
			Object.entries(members)
				.filter(([name]) => name !== '...')
				.map(([name, member]) => {
					const schema = schemaOf(member, { ...look, depth: look.depth + 1 });
					const isText = look.simple && isTime(name) && schema.type === 'integer';
					return [name, isText ? { type: 'string' } : schema];
				}),
		),
	}),
});

/** A value's own shape. */
function shapeOfValue(value: unknown): ReplyShape {
	if (Array.isArray(value)) return value.length > 0 ? [shapeOfValue(value[0])] : ['string'];
	if (typeof value === 'number') return 'integer';
	if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? 'boolean' : 'string';
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOfValue(inner)]));
}

/** One item of what an operation gives as it stands when it was just added, with Simplify where it has that. */
export function previewOf(node: string, resource: string, name: string, operation: Operation): Schema {
	const look: Look = {
		minor: minorOf(operation.version ?? DEFAULT_VERSION),
		simple: node === 'intercom' && operation.simplify !== undefined,
		depth: 0,
	};
	if (node === 'intercom' && resource === 'sampleEvent') {
		const notification = sampleNotification('conversation.user.created', { now: 0, version: '2.14' });
		const event = toEvent(notification, { verified: true, receivedAt: 0, region: 'us' });
		return objectOf(shapeOfValue(event) as Members, look);
	}
	const members = membersGiven(node, resource, name, operation);
	if (Object.keys(members).length === 0) {
		const done = operation.request?.startsWith('DELETE ') ? 'deleted' : 'success';
		return objectOf({ [done]: 'boolean' }, look);
	}
	const names = operation.simplify?.filter((member) => member in members) ?? Object.keys(members);
	return objectOf(Object.fromEntries(names.map((member) => [member, members[member]])), look);
}

const tables: Array<[folder: string, node: string, table: Resources]> = [
	['Intercom', 'intercom', intercom],
	['Absmartly', 'absmartly', absmartly],
];

/** Where a value is not as a schema says; null is as good as any. */
export function misfits(value: unknown, { type, properties = {}, items }: Schema, at = ''): string[] {
	if (value === null || value === undefined) return [];
	const actual = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
	if (actual !== type && !(type === 'number' && actual === 'integer'))
		return [`${at} is ${actual}, not ${type}`];
	if (Array.isArray(value))
		return items ? value.flatMap((each, index) => misfits(each, items, `${at}[${index}]`)) : [];
	return Object.entries(properties).flatMap(([name, schema]) =>
		misfits((value as Record<string, unknown>)[name], schema, `${at}.${name}`),
	);
}

/** Every file that the build writes: its path under `nodes/`, and the schema. `version` is the node's. */
export const previews = (version = 1): Array<[path: string, schema: Schema]> =>
	tables.flatMap(([folder, node, table]) =>
		Object.entries(table).flatMap(([resource, { operations }]) =>
			Object.entries(operations).map(([name, operation]): [string, Schema] => [
				`${folder}/__schema__/v${version}.0.0/${resource}/${name}.json`,
				previewOf(node, resource, name, operation),
			]),
		),
	);
