import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { executeTrigger, type Credentials } from '../../engine';
import { contactActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import { contact, conversation, notification } from './notifications';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

const ALAN = '6961000000000000000000a2';
const LEAD = '6961000000000000000000a3';
/** As Intercom makes them up for leads. */
const MADE_UP = 'f7c0bc1e-5ee2-46a0-b11a-ea473d1101a5';
const credentials = (): Credentials => ({
	intercomAccessTokenApi: { region: 'custom', baseUrl: intercom.url, accessToken: 'sim-intercom-token' },
});

/** Every request is answered 401 from now on. */
const refuseAll = async () =>
	await fetch(`${intercom.url}/_sim/faults`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify([{ match: '*', times: 1000, status: 401 }]),
	});

const event = (topic: string, item: IDataObject) =>
	toEvent(notification(topic, item) as Notification, {
		verified: true,
		receivedAt: 0,
	}) as unknown as IDataObject;

const run = async (parameters: INodeParameters, ...events: IDataObject[]) =>
	(
		await executeTrigger(
			parameters,
			credentials(),
			events.map((json) => ({ json })),
		)
	).map((output) => output.map(({ json }) => json));

/** A conversation that this contact began. */
const startedBy = (id: string) =>
	event(
		'conversation.user.created',
		conversation({
			contacts: { contacts: [{ id, external_id: MADE_UP }] },
			source: { author: { type: 'user', id, name: 'Ada' } },
		}),
	);
const started = startedBy(ALAN);
const deleted = event('contact.deleted', { type: 'contact', id: ALAN, deleted: true });

describe('inside the execution', () => {
	it('hands the event on as it is, and asks nobody', async () => {
		const [[given]] = await run({ topics: ['*'], options: { lookUpRoles: false } }, started);
		expect(given).toEqual(started);
		const told = event('contact.user.updated', contact({ id: ALAN }));
		expect(await run({ topics: ['*'] }, told, deleted)).toEqual([[told, deleted]]);
		expect(intercom.requests).toEqual([]);
	});

	it('looks up the role that the payload does not say, once a contact, and the external ID of that role', async () => {
		const [items] = await run({ topics: ['*'] }, started, startedBy(LEAD), started);
		expect(items.map(({ contact: who }) => who)).toMatchObject([
			{ id: ALAN, externalId: '42', name: 'Ada', role: 'user' },
			{ id: LEAD, role: 'lead' },
			{ id: ALAN, externalId: '42', role: 'user' },
		]);
		expect(intercom.requests.map(({ path }) => path).sort()).toEqual([
			`/contacts/${ALAN}`,
			`/contacts/${LEAD}`,
		]);
	});

	it('never fails for a role that cannot be looked up', async () => {
		await refuseAll();
		const gone = startedBy('6961000000000000000000ff');
		expect(await run({ topics: ['*'] }, started, gone, startedBy(LEAD))).toEqual([
			[started, gone, startedBy(LEAD)],
		]);
	});

	it('gives only events of the role that was chosen, once that is known', async () => {
		const options = { contactRole: 'lead' };
		const [items] = await run({ topics: ['*'], options }, started, startedBy(LEAD));
		expect(items).toMatchObject([{ contact: { id: LEAD, role: 'lead' } }]);
		const item = conversation({ contacts: { contacts: [{ id: ALAN }] }, source: {} });
		const raw = notification('conversation.user.created', item);
		const given = async (contactRole: string) =>
			await run({ topics: ['*'], options: { contactRole, output: 'raw' } }, raw);
		expect(await given('user')).toEqual([[raw]]);
		expect(await given('lead')).toEqual([[]]);
	});

	it('hands on what is gone meanwhile with what the notification holds', async () => {
		const gone = '6961000000000000000000ff';
		const options = { completeContact: true, fetchObject: true };
		const deletedSince = event('conversation.user.created', conversation({ id: '1', source: {} }));
		const [items] = await run(
			{ topics: ['*'], options },
			event('contact.user.updated', contact({ id: gone })),
			deletedSince,
		);
		expect(items[0]).toMatchObject({ contact: { id: gone, email: 'a@example.com' }, fullObject: null });
		expect(items[1]).toEqual({ ...deletedSince, fullObject: null });
	});

	it('still fails where Intercom refuses for another reason', async () => {
		await refuseAll();
		await expect(run({ topics: ['*'], options: { completeContact: true } }, started)).rejects.toMatchObject({
			message: 'Intercom answered with status 401',
		});
	});

	it.each([
		['2.16', ALAN, 'user'],
		// up to 2.15 nothing says where it went
		['2.14', LEAD, null],
	])('follows a contact that was merged, as %s tells it', async (apiVersion, id, role) => {
		const workspace = intercom.workspace({ silent: true });
		const [from, into] = [LEAD, ALAN].map((each) => workspace.contacts.get(each)!);
		contactActs.mergeContacts(workspace, from, into);
		const options = { completeContact: true, fetchObject: true };
		const updated = event('contact.lead.updated', contact({ id: LEAD, external_id: MADE_UP, role: null }));
		const versioned = { intercomAccessTokenApi: { ...credentials().intercomAccessTokenApi, apiVersion } };
		for (const chosen of [options, {}]) {
			const items = [{ json: updated }];
			const [[{ json }]] = await executeTrigger({ topics: ['*'], options: chosen }, versioned, items);
			expect(json.contact).toMatchObject({ id, role, externalId: role ? '42' : MADE_UP });
			if (chosen === options)
				expect((json.fullObject as IDataObject | null)?.id).toBe(role ? ALAN : undefined);
		}
	});

	it('completes the contact', async () => {
		const [[completed]] = await run({ topics: ['*'], options: { completeContact: true } }, started);
		expect(completed.contact).toEqual({
			id: ALAN,
			externalId: '42',
			email: 'alan@example.com',
			name: 'Alan Turing',
			role: 'user',
		});
		expect(completed.data).toEqual(started.data);
	});

	it('fetches the full object, but none that was deleted', async () => {
		const updated = event('contact.user.updated', contact({ id: ALAN }));
		const [items] = await run(
			{ topics: ['*'], options: { fetchObject: true, completeContact: true } },
			updated,
			deleted,
		);
		expect(items[0].fullObject).toMatchObject({ id: ALAN, email: 'alan@example.com' });
		expect(items[1].fullObject).toBeNull();
		expect(intercom.requests).toHaveLength(2);
	});

	it('gives each topic its output, Any Topic what is left, and Other what comes by older names', async () => {
		const topics = ['contact.deleted', '*', 'conversation.user.created'];
		const other = event('some.new.topic', {});
		const split = { splitOutputs: true, lookUpRoles: false };
		expect(await run({ topics, options: split }, started, deleted, other)).toEqual([
			[deleted],
			[other],
			[started],
		]);
		const options = { splitOutputs: true, otherTopics: 'some.new.topic' };
		expect(await run({ topics: ['contact.deleted'], options }, other, deleted)).toEqual([[deleted], [other]]);
	});
});
