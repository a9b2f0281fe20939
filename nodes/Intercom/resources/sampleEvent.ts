import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../core/table/operation';
import { choose } from '../fields/fields';
import { toEvent } from '../webhook/event';
import { sampleNotification, type AppVersion } from '../webhook/samples';
import { topics } from '../webhook/topics';

/** No field is sent: the event is made here. */
const local = { to: undefined };

export const sampleEvent: Resource = {
	name: 'Sample Event',
	preset: 'get',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a sample event',
			description:
				'Get an event as Intercom Trigger would output it, with made-up data and without a request; ABsmartly never counts it',
			fields: [
				choose(
					'topic',
					'Topic',
					Object.fromEntries(topics.map(({ topic, label }) => [topic, label])),
					{ ...local, description: 'What happened in Intercom' },
					'conversation.user.created',
				),
				choose(
					'output',
					'Output',
					{ event: 'Event', raw: 'Raw' },
					{
						...local,
						description: 'One shape for every topic, or the notification as Intercom posts it',
					},
				),
				choose(
					'appVersion',
					'App Version',
					{ '2.14': '2.14 or Earlier', '2.15': '2.15 or Later' },
					{
						...local,
						description: 'API version of your app in Developer Hub, which some notifications depend on',
					},
				),
			],
			async perform(_send, _request, { topic, output, appVersion }) {
				const receivedAt = Date.now();
				const notification = sampleNotification(topic as string, {
					now: Math.floor(receivedAt / 1000),
					version: appVersion as AppVersion,
				});
				const sample =
					output === 'raw'
						? notification
						: toEvent(notification, { verified: true, receivedAt, region: 'us' });
				return await Promise.resolve([sample as unknown as IDataObject]);
			},
		},
	},
};
