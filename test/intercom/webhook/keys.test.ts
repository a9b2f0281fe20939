import { toEvent } from '../../../nodes/Intercom/webhook/event';
import { topics } from '../../../nodes/Intercom/webhook/topics';
import { pollingTrigger } from '../../engine';
import { grace, lead, simulator } from '../../simulators/intercom/driver';
import { deliveries, happen, notification, subscribe } from '../../simulators/intercom/endpoint';
import { wallClock } from '../../wallClock';

/** One and the same event, once by webhook and once by polling: a workflow that hears both counts it once. */

const start = '2030-03-01T00:00:00Z';
const contacts: Record<string, object> = {
	'contact.user.created': { email: 'new@example.com', role: 'user' },
	'contact.lead.created': { role: 'lead' },
	'contact.lead.updated': { id: lead },
};

const polled = topics.filter(({ polling }) => polling !== 'no');

it.each(polled.map(({ topic, polling, since }) => [topic, polling, since ?? '2.14'] as const))(
	'%s (%s, app version %s) has one key either way, and is the same event',
	async (topic, _, appVersion) => {
		simulator.settings.appVersion = appVersion;
		// late in a second, which both have to cut off alike
		wallClock.set('2030-03-01T00:00:10.700Z');
		await happen({ topic: 'conversation.user.created', contact: { id: grace } });
		await happen({ topic: 'ticket.created', contact: { id: grace } });
		wallClock.set('2030-03-01T00:10:00.990Z');
		await subscribe(topic);
		await happen({ topic, contact: contacts[topic] ?? { id: grace } });
		await deliveries(1);
		const told = toEvent(notification(), { verified: true, receivedAt: 0 });

		// a last state is told when its second is over
		wallClock.advance(1000);
		const { tick } = await pollingTrigger(
			{ topics: [topic], contacts: '1', options: { startFrom: start, lag: 600 } },
			{
				intercomAccessTokenApi: {
					region: 'custom',
					baseUrl: simulator.url,
					accessToken: simulator.accessToken,
				},
			},
		);
		const found = (await tick()).filter(({ eventKey }) => eventKey === told.eventKey);
		expect(found).toHaveLength(1);
		const { eventType, objectType, objectId, actor, workspaceId } = told;
		expect(found[0]).toMatchObject({ topic, eventType, objectType, objectId, actor, workspaceId });
		// REST knows whole seconds only
		const second = (ms: unknown) => Math.floor(Number(ms) / 1000);
		expect(second(found[0].occurredAtMs)).toBe(second(told.occurredAtMs));
		expect((found[0].contact as { id?: string } | null)?.id).toBe(told.contact?.id);
	},
);
