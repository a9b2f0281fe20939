import type { Request, Resource, Values } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { datasetFields, exportData, exportReporting } from '../exports/operations';
import { text, time } from '../fields/fields';

const job = text('job_identifier', 'Job Identifier', {
	to: 'path',
	required: true,
	placeholder: 'e.g. orzzsbd7hk67xyu',
	description: 'The one that Create answered with',
});

export const dataExport: Resource = {
	name: 'Data Export',
	permission: needs('Export content data'),
	preset: 'create',
	operations: {
		export: exportData,
		create: {
			name: 'Create',
			action: 'Create a data export',
			description: 'Start to export who received which message and what they did with it',
			request: 'POST /export/content/data',
			fields: [
				time('created_at_after', 'Sent After', { required: true }),
				time('created_at_before', 'Sent Before', { required: true }),
			],
		},
		get: {
			name: 'Get',
			action: 'Get the state of a data export',
			request: 'GET /export/content/data/{job_identifier}',
			fields: [job],
		},
		cancel: {
			name: 'Cancel',
			action: 'Cancel a data export',
			request: 'POST /export/cancel/{job_identifier}',
			fields: [job],
		},
		download: {
			name: 'Download',
			action: 'Download a data export',
			request: 'GET /download/content/data/{job_identifier}',
			fields: [job],
			download: true,
		},
	},
};

const appId = text('app_id', 'Workspace ID', {
	to: 'query',
	required: true,
	placeholder: 'e.g. abc123de',
	description: 'The ID code of the workspace, which Admin > Get Current gives',
});

/** Intercom wants the job in the query as well as in the path. */
const jobInQuery = (request: Request, { job_identifier }: Values): Request => ({
	...request,
	query: { ...request.query, job_identifier },
});

export const reportingDataExport: Resource = {
	name: 'Reporting Data Export',
	permission: needs('Read reporting datasets', 'Export reporting data'),
	preset: 'getDatasets',
	operations: {
		export: exportReporting,
		create: {
			name: 'Create',
			action: 'Create a reporting data export',
			request: 'POST /export/reporting_data/enqueue',
			fields: datasetFields,
		},
		get: {
			name: 'Get',
			action: 'Get the state of a reporting data export',
			request: 'GET /export/reporting_data/{job_identifier}',
			fields: [
				job,
				appId,
				text('client_id', 'Client ID', {
					to: 'query',
					required: true,
					placeholder: 'e.g. 1a2b3c4d-0000-4000-8000-000000000000',
					description: 'The client ID of your app, from Basic Information in Intercom’s Developer Hub',
				}),
			],
			build: jobInQuery,
		},
		getDatasets: {
			name: 'Get Many Datasets',
			action: 'Get many datasets with their attributes',
			request: 'GET /export/reporting_data/get_datasets',
			list: 'data',
		},
		download: {
			name: 'Download',
			action: 'Download a reporting data export',
			request: 'GET /download/reporting_data/{job_identifier}',
			fields: [job, appId],
			download: true,
			build: jobInQuery,
		},
	},
};
