import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { todaysName } from '../../../nodes/Intercom/webhook/aliases';
import { sampleNotification } from '../../../nodes/Intercom/webhook/samples';
import { topics } from '../../../nodes/Intercom/webhook/topics';
import { headerText } from './generate';
import type { Proof, Prove, Subject } from './subject';

const SECRET = 'client-secret';
const PREVIOUS = 'previous-secret';

type Trigger = {
	parameters: INodeParameters;
	/** The topics that it takes; undefined: all. */
	wanted?: string[];
	/** Whether filters may leave an event out. */
	filters?: true;
};

const triggers: Record<string, Trigger> = {
	chosen: {
		parameters: { topics: ['conversation.user.created', 'contact.user.updated'] },
		// with today's names, API 1.x's and another connector's
		wanted: ['conversation.user.created', 'contact.user.updated', 'conversation.created', 'user.updated'],
	},
	any: { parameters: { topics: ['*'] } },
	raw: { parameters: { topics: ['*'], options: { output: 'raw' } } },
	filtered: {
		parameters: {
			topics: ['*'],
			options: {
				contactRole: 'user',
				ignore: ['own', 'bots'],
				ignoreAdmins: ['1'],
				tags: ['vip', '1'],
				teams: ['1', '2'],
				workspaces: 'abc123de',
			},
		},
		filters: true,
	},
	open: { parameters: { topics: ['*'], verifySignature: false } },
};

const sign = (bytes: Buffer, secret: string) =>
	`sha1=${createHmac('sha1', secret).update(bytes).digest('hex')}`;

/** What stands in X-Hub-Signature, once for each value; none: no such header. */
const header =
	(valuesOf: (bytes: Buffer) => string[]): Prove =>
	(bytes) => ({ headers: { 'x-hub-signature': valuesOf(bytes) } });

const right: Prove[] = [
	header((bytes) => [sign(bytes, SECRET)]),
	header((bytes) => [sign(bytes, PREVIOUS)]),
	header((bytes) => [sign(bytes, SECRET).toUpperCase()]),
	header((bytes) => [` ${sign(bytes, SECRET)}\t`]),
];
const wrong: Prove[] = [
	header(() => []),
	header(() => ['']),
	header(() => ['sha1=']),
	header(() => ['sha1=' + '0'.repeat(40)]),
	header(() => ['sha1=' + Buffer.from('０'.repeat(40)).toString('latin1')]),
	header((bytes) => [sign(bytes, '')]),
	header((bytes) => [sign(bytes, 'another-secret')]),
	header((bytes) => [sign(Buffer.concat([bytes, Buffer.from('\n')]), SECRET)]),
	header((bytes) => [sign(bytes, SECRET).replace('sha1', 'sha256')]),
	header((bytes) => [sign(bytes, SECRET).slice(5)]),
	header((bytes) => [sign(bytes, SECRET).slice(0, -1)]),
	header((bytes) => [`${sign(bytes, SECRET)}0`]),
	header((bytes) => [`${sign(bytes, SECRET)}, ${sign(bytes, SECRET)}`]),
	header((bytes) => [sign(bytes, SECRET), sign(bytes, SECRET)]),
	header((bytes) => [sign(bytes, SECRET), 'sha1=']),
	header((bytes) => ['', sign(bytes, SECRET)]),
];

function isRight(bytes: Buffer, { headers }: Proof): boolean {
	const values = headers?.['x-hub-signature'] ?? [];
	return (
		values.length === 1 &&
		[SECRET, PREVIOUS].some(
			(secret) => sign(bytes, secret) === values[0].replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase(),
		)
	);
}

/** The status, and the notification where one must start an execution. */
function judged(
	name: string,
	bytes: Buffer,
	proof: Proof,
): { status: number; taken?: IDataObject & { topic: string } } {
	const { parameters, wanted } = triggers[name];
	if (parameters.verifySignature !== false && !isRight(bytes, proof)) return { status: 401 };
	let parsed: IDataObject | null;
	try {
		parsed = JSON.parse(bytes.toString('utf8')) as IDataObject | null;
	} catch {
		return { status: 400 };
	}
	const topic = parsed?.topic;
	if (!parsed || typeof topic !== 'string') return { status: 400 };
	if (topic === 'ping' || (wanted && !wanted.includes(topic))) return { status: 200 };
	return { status: 200, taken: { ...parsed, topic } };
}

/** Ids that are none of ours, by trigger. */
const seen = new Set<string>();

/** How many executions at least and at most: one, but none for an id that came before, as far as it is remembered. */
function bounds(name: string, id: unknown, again: boolean): [number, number] {
	const { filters } = triggers[name];
	const first: [number, number] = [filters ? 0 : 1, 1];
	if (id === undefined || id === '' || typeof id === 'object') return first;
	// Intercom has no such ids, and nothing is said of them
	const isVague = id === 0 || id === false;
	if (again) return [0, isVague ? 1 : 0];
	const key = `${name} ${String(id)}`;
	const isKnown = seen.has(key);
	if (!key.includes(' notif_fuzz-')) seen.add(key);
	return isKnown ? [0, 1] : first;
}

let ids = 0;

export const intercom: Subject = {
	title: 'Intercom Trigger',
	name: 'intercomTrigger',
	credentials: {
		intercomAccessTokenApi: {
			region: 'us',
			accessToken: 't',
			clientSecret: SECRET,
			previousClientSecret: PREVIOUS,
		},
	},
	triggers,
	genuine: fc.record({
		topic: fc.constantFrom(
			...topics.map(({ topic }) => topic),
			...['ping', 'user.updated', 'conversation.created', 'new.topic', ''],
		),
		shape: fc.constant(0),
	}),
	bodyOf: ({ topic }) => ({
		...structuredClone(sampleNotification(topic, { now: 1768000000, version: '2.14' })),
		id: `notif_fuzz-${++ids}`,
	}),
	members: [
		'id type topic app_id created_at updated_at applied_at delivery_attempts data item',
		'user contact contacts conversation ticket company admin model source author performed_by',
		'tag tags tags_added applied_by conversation_rating role email external_id event_name content_stat',
		'conversation_parts ticket_part ticket_parts part_type assigned_to team_assignee_id',
		'contact_id conversation_id user_id intercom_user_id',
	].join(' '),
	tails: ',"topic":"ping" ,"topic":5 ,"data":null ,"id":null ,"__proto__":{}',
	right,
	wrong,
	odd: fc.array(headerText, { maxLength: 3 }).map((values) => header(() => values)),
	expected(name, bytes, proof, again) {
		const { status, taken } = judged(name, bytes, proof);
		const [least, most] = taken ? bounds(name, taken.id, again) : [0, 0];
		return {
			status,
			least,
			most,
			holds(event) {
				expect(event.topic).toBe(taken?.topic);
				if (name === 'raw') return;
				expect(String(event.eventKey).startsWith(todaysName(String(taken?.topic)))).toBe(true);
				expect(new Date(event.occurredAtMs as number).toISOString()).toBe(event.occurredAt);
				expect(event.verified).toBe(name !== 'open');
			},
		};
	},
	statuses: ['200', '400', '401'],
};
