import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../connection/authentication';
import { pollOnly, topics, type Polling } from '../webhook/topics';
import { eventChoice, optionsWith, eventsField } from '../webhook/triggerOptions';

/** What a person must know of a topic that polling does not find exactly. */
const remarks: Partial<Record<Polling, string>> = {
	'last state': 'several changes between two polls are one event',
	partly: 'found only if Intercom leaves a trace of it',
};

/** What a person chooses in Intercom Polling Trigger. */
export const properties: INodeProperties[] = [
	authentication,
	eventsField(
		[...topics, ...pollOnly]
			.filter(({ polling }) => polling !== 'no')
			.map((row) => eventChoice(row, remarks[row.polling])),
	),
	{
		displayName: 'External IDs of Contacts to Watch',
		name: 'contacts',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. 42, 43',
		displayOptions: { show: { topics: ['event.created'] } },
		description:
			'Intercom lists data events of one contact at a time: separate the external IDs by commas. For all contacts use Intercom Trigger.',
	},
	optionsWith(
		{
			displayName: 'Custom Resources',
			name: 'customResources',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Resource',
			default: {},
			description: 'Other lists of the API to watch. Each is read to its end at every poll.',
			options: [
				{
					displayName: 'Resource',
					name: 'resource',
					values: [
						{
							displayName: 'Event',
							name: 'event',
							type: 'options',
							options: [
								{ name: 'Created', value: 'created' },
								{ name: 'Updated', value: 'updated' },
							],
							default: 'updated',
						},
						{
							displayName: 'ID Field',
							name: 'idField',
							type: 'string',
							default: 'id',
							description: 'Which member tells one record from another',
						},
						{
							displayName: 'List Key',
							name: 'listKey',
							type: 'string',
							default: 'data',
							description: 'Which member of the reply holds the records',
						},
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. article',
							description: 'Becomes part of the topic: custom.article.updated',
						},
						{
							displayName: 'Path',
							name: 'path',
							type: 'string',
							default: '',
							placeholder: 'e.g. /articles',
						},
						{
							displayName: 'Time Field',
							name: 'timeField',
							type: 'string',
							default: 'updated_at',
							description: 'Which member tells when the record was created or updated',
						},
						{
							displayName: 'Time Format',
							name: 'timeFormat',
							type: 'options',
							options: [
								{ name: 'ISO 8601 or Unix Seconds', value: 'auto' },
								{ name: 'Unix Milliseconds', value: 'milliseconds' },
							],
							default: 'auto',
						},
					],
				},
			],
		},
		{
			displayName: 'Most Objects a Poll',
			name: 'bound',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 5000,
			description: 'How many changed objects of a kind one poll reads; the next one reads on',
		},
		{
			displayName: 'Search Delay (Seconds)',
			name: 'lag',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 300,
			description: 'How late Intercom’s search may show a change. That much is read again at every poll.',
		},
		{
			displayName: 'Start From',
			name: 'startFrom',
			type: 'dateTime',
			default: '',
			description:
				'Begins with what happened since then; without it, with what happens from now on. Another date begins anew.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. Europe/Berlin',
			description: 'In which Start From is meant; the workflow’s if left blank',
		},
	),
];
