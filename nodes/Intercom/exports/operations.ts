import type { Field, Operation, Send, Values } from '../../core/table/operation';
import { askWorkspace } from '../connection/workspace';
import { text, textList, time } from '../fields/fields';
import { pick } from '../fields/picks';
import { exportFields, produce } from './export';

/** Data Export > Export. Source: Intercom API 2.14, createDataExport, getDataExport, downloadDataExport. */
export const exportData: Operation = {
	name: 'Export',
	action: 'Export message statistics',
	description:
		'Export who received which outbound message and what they did with it (no conversations): starts the export, waits for it and fetches it',
	request: 'POST /export/content/data',
	fields: [
		time('created_at_after', 'Sent After', { required: true }),
		time('created_at_before', 'Sent Before', { required: true }),
		...exportFields,
	],
	produce: produce({
		name: 'data export',
		most: 1,
		status: '/export/content/data',
		file: '/download/content/data',
	}),
};

/** Intercom wants the workspace's ID, and by its specification the app's client ID. */
const ofWorkspace = async (send: Send, { client_id: clientId }: Values): Promise<Values> => ({
	app_id: (await askWorkspace(send)).workspaceId,
	...(clientId ? { client_id: clientId } : {}),
});

/** What of which dataset a reporting export shall hold. */
export const datasetFields: Field[] = [
	pick('dataset', { to: 'body' }),
	textList('attribute_ids', 'Attribute IDs', {
		required: true,
		placeholder: 'e.g. conversation_id, conversation_started_at',
		description: 'Columns wanted, separated by commas. Get Many Datasets names them.',
	}),
	time('start_time', 'From', { required: true }),
	time('end_time', 'Until', { required: true }),
];

/** Reporting Data Export > Export. Source: Intercom API 2.14, Reporting Data Export. */
export const exportReporting: Operation = {
	name: 'Export',
	action: 'Export reporting data',
	description: 'Export a reporting dataset: starts the export, waits for it and fetches it',
	request: 'POST /export/reporting_data/enqueue',
	fields: [
		...datasetFields,
		text('client_id', 'Client ID', {
			to: undefined,
			placeholder: 'e.g. 1a2b3c4d-0000-4000-8000-000000000000',
			description:
				'The client ID of your app, from Basic Information in Intercom’s Developer Hub. Intercom’s specification asks for it.',
		}),
		...exportFields,
	],
	produce: produce({
		name: 'reporting data export',
		most: 5,
		query: ofWorkspace,
		status: '/export/reporting_data',
		file: '/download/reporting_data',
	}),
};
