import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { hashUid } from '../../../nodes/Absmartly/values/hash';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { execute, executeTrigger } from '../../engine';
import { deliveries } from '../../fixtures/deliveries';
import { LEAD_ID, MADE_UP, OTHER_ID, STARTED, USER_ID } from '../../fixtures/people';
import { contactActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import { absmartly, credentials } from '../world/driver';

/** The goal templates on deliveries of real shape: the right person, the right time, and nobody whom Intercom made up. */

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());

/** Ids that the workspace knows these people by. */
const known = new Map<string, string>();

beforeEach(() => {
	intercom.reset();
	known.clear();
	const workspace = intercom.workspace({ silent: true });
	for (const [id, role, external_id] of [
		[LEAD_ID, 'lead', MADE_UP],
		[USER_ID, 'user', 'u-17'],
		[OTHER_ID, 'user', 'u-18'],
	] as const) {
		known.set(id, contactActs.createContact(workspace, { role, external_id }).id);
	}
});

type Template = { nodes: Array<{ type: string; parameters: INodeParameters }> };

const template = (name: string): Template =>
	JSON.parse(
		readFileSync(join(resolve(__dirname, '../../..'), 'templates', `${name}.json`), 'utf8'),
	) as Template;

const nodeOf = ({ nodes }: Template, type: string): INodeParameters =>
	nodes.find((node) => node.type.endsWith(`.${type}`))!.parameters;

/** The delivery of that row, from people of this workspace, through the template's trigger and its goal. */
async function goalsOf(name: string, row: string): Promise<{ goals: IDataObject[]; result: IDataObject }> {
	const { topic, item, at = STARTED + 900 } = deliveries.find((each) => each.row === row)!;
	const notification = { topic, id: 'notif_1', app_id: 'abc123de', created_at: at, data: { item } };
	const told = JSON.stringify(notification).replace(/7a1b2c3d4e5f[0-9a-f]{12}/g, (id) => known.get(id)!);
	const event = toEvent(JSON.parse(told) as Notification, { verified: true, receivedAt: 0 });
	const { options, ...trigger } = nodeOf(template(name), 'intercomTrigger');
	const [[{ json }]] = await executeTrigger(
		{ ...trigger, topics: [topic], options },
		{
			intercomAccessTokenApi: {
				region: 'custom',
				baseUrl: intercom.url,
				accessToken: intercom.accessToken,
			},
		},
		[{ json: event as unknown as IDataObject }],
	);
	const { items, error } = await execute('absmartly', {
		parameters: nodeOf(template(name), 'absmartly'),
		credentials: credentials(),
		items: [json],
	});
	expect(error).toBeUndefined();
	const goals = (await (await fetch(`${absmartly.url}/_sim/goals`)).json()) as IDataObject[];
	return { goals, result: items[0].json };
}

/** ABsmartly keeps IDs hashed. */
const goal = (name: string, uid: string, at: number) => ({
	goal_name: name,
	unit_type: 'user_id',
	unit_uid: hashUid(uid),
	event_at: (STARTED + at) * 1000,
});

it('counts a reply for who replied, and not for who rated', async () => {
	const { goals } = await goalsOf('intercom-message-to-absmartly-goal', 'the rater is not who replied');
	expect(goals).toMatchObject([goal('intercom_user_messaged', 'u-17', 90)]);
});

it('counts a rating for who rated, when it was given', async () => {
	const row = 'the rater is who rated, with the external ID that the rating names';
	const { goals } = await goalsOf('intercom-rating-to-absmartly-goal', row);
	expect(goals).toMatchObject([goal('intercom_conversation_rated', 'u-18', 520)]);
});

const MADE_OF = 'a ticket that was made of a conversation came to be later than that';

it('counts no ticket of a lead, whose ID Intercom made up', async () => {
	const { goals, result } = await goalsOf('intercom-ticket-to-absmartly-goal', MADE_OF);
	expect(goals).toEqual([]);
	expect(result).toMatchObject({ status: 'skipped', reason: 'no unit' });
});

it('counts a ticket when the conversation became one, for the user that the lead is by then', async () => {
	const workspace = intercom.workspace({ silent: true });
	const signedUp = workspace.contacts.get(known.get(LEAD_ID)!)!;
	contactActs.changeContact(workspace, signedUp, { role: 'user', external_id: 'u-19' });
	const { goals } = await goalsOf('intercom-ticket-to-absmartly-goal', MADE_OF);
	expect(goals).toMatchObject([goal('intercom_ticket_created', 'u-19', 382)]);
});

it('leaves a made-up ID out where the role cannot be looked up, and says why', async () => {
	known.set(LEAD_ID, '6961000000000000000000ff');
	const { goals, result } = await goalsOf('intercom-ticket-to-absmartly-goal', MADE_OF);
	expect(goals).toEqual([]);
	expect(result).toMatchObject({ status: 'skipped', reason: expect.stringMatching(/^role unknown/) });
});

it('counts a conversation of an old app for nobody where its user is a lead', async () => {
	const row = 'API 1.x: who began a conversation stands in its message, and the contact is the user';
	const { goals, result } = await goalsOf('intercom-conversation-to-absmartly-goal', row);
	expect(goals).toEqual([]);
	expect(result).toMatchObject({ status: 'skipped', reason: 'no unit' });
});
