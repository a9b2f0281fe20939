import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { executeTrigger, type Credentials } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';
import { contact, conversation, notification } from './notifications';

let intercom: IntercomSimulator;
beforeAll(async () => {
	intercom = await startIntercom();
});
afterAll(async () => await intercom.close());
beforeEach(() => intercom.reset());

const ALAN = '6961000000000000000000a2';
const credentials = (): Credentials => ({
	intercomAccessTokenApi: { region: 'custom', baseUrl: intercom.url, accessToken: 'sim-intercom-token' },
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

const started = event('conversation.user.created', conversation({ contacts: { contacts: [{ id: ALAN }] } }));
const deleted = event('contact.deleted', { type: 'contact', id: ALAN, deleted: true });

describe('inside the execution', () => {
	it('hands the event on as it is, and asks nobody', async () => {
		expect(await run({ topics: ['*'] }, started)).toEqual([[started]]);
		expect(intercom.requests).toEqual([]);
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
		expect(await run({ topics, options: { splitOutputs: true } }, started, deleted, other)).toEqual([
			[deleted],
			[other],
			[started],
		]);
		const options = { splitOutputs: true, otherTopics: 'some.new.topic' };
		expect(await run({ topics: ['contact.deleted'], options }, other, deleted)).toEqual([[deleted], [other]]);
	});
});
