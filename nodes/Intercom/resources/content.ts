import type { Field, Operation, Request, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import {
	additional,
	choose,
	chooseMany,
	filters,
	integerList,
	rows,
	text,
	textList,
	time,
	yesNo,
} from '../fields/fields';

const version = '2.16';

const contentType = choose('type', 'Type', {
	article: 'Article',
	article_content: 'Article Content',
	content_snippet: 'Content Snippet',
	external_content: 'External Content',
	file_source_content: 'File',
	internal_article: 'Internal Article',
});

const pieces = rows(
	'content_ids',
	'Content',
	'Content',
	[contentType, text('id', 'ID', { required: true, placeholder: 'e.g. 12345678' })],
	{ required: true, description: 'Up to 1,000 pieces of content' },
);

/** One action on many pieces, which Intercom carries out afterwards. Source: Intercom API 2.16, bulkContentActions. */
const bulk = (name: string, does: string, action: string, ...fields: Field[]): Operation => ({
	name,
	action: does,
	version,
	request: 'POST /content/bulk_actions',
	body: { action },
	fields: [pieces, ...fields],
});

const ids = (name: string, displayName: string, as: string) => integerList(name, displayName, { as });

const onOrOff = (name: string, displayName: string) =>
	choose(name, displayName, { on: 'On', off: 'Off' }, { to: 'query' });

const inFolders = (request: Request): Request =>
	request.query.folder_ids
		? { ...request, query: { ...request.query, folder_entity_type: 'folder' } }
		: request;

const conditions = filters(
	integerList('any_tag_ids', 'Any Tag IDs', { to: 'query' }),
	chooseMany(
		'content_types',
		'Content Types',
		{
			article: 'Article',
			external_content: 'External Content',
			file_source_content: 'File',
			internal_article: 'Internal Article',
			snippet: 'Snippet',
		},
		{ to: 'query' },
	),
	onOrOff('copilot_state', 'Copilot'),
	time('created_at_after', 'Created After', { to: 'query' }),
	time('created_at_before', 'Created Before', { to: 'query' }),
	integerList('created_by_ids', 'Created by IDs', { to: 'query' }),
	onOrOff('fin_sales_state', 'Fin Sales Agent'),
	onOrOff('fin_service_state', 'Fin AI Agent'),
	integerList('folder_ids', 'Folder IDs', { to: 'query' }),
	integerList('last_updated_by_ids', 'Last Updated by IDs', { to: 'query' }),
	textList('locales', 'Locales', {
		to: 'query',
		placeholder: 'e.g. en, fr',
		description: 'Languages, separated by commas',
	}),
	chooseMany('states', 'States', { draft: 'Draft', published: 'Published' }, { to: 'query' }),
	integerList('tag_ids', 'Tag IDs', { to: 'query' }),
	choose('tag_operator', 'Tag IDs Match', { IN: 'Any of Them', NIN: 'None of Them' }, { to: 'query' }),
	time('updated_at_after', 'Updated After', { to: 'query' }),
	time('updated_at_before', 'Updated Before', { to: 'query' }),
);

export const content: Resource = {
	name: 'Content',
	permission: needs('read_content', 'write_content'),
	preset: 'search',
	operations: {
		search: {
			name: 'Search',
			action: 'Search the knowledge base',
			version,
			request: 'GET /content/search',
			fields: [
				text('query', 'Query', {
					to: 'query',
					placeholder: 'e.g. billing',
					description: 'Words in title or text; leave blank for the newest content',
				}),
				conditions,
			],
			build: inFolders,
			list: 'data',
			perPage: 50,
		},
		publish: bulk('Publish', 'Publish content', 'publish'),
		unpublish: bulk('Unpublish', 'Unpublish content', 'unpublish'),
		delete: bulk('Delete', 'Delete content', 'delete'),
		setAvailability: bulk(
			'Set Availability',
			'Set the availability of content',
			'set_availability',
			additional(
				yesNo('ai_agent', 'AI Agent', 'Whether Fin may answer customers with it', {
					as: 'availability.ai_agent',
				}),
				yesNo('copilot', 'Copilot', 'Whether Copilot may answer teammates with it', {
					as: 'availability.copilot',
				}),
				yesNo('sales_agent', 'Sales Agent', 'Whether the sales agent may answer customers with it', {
					as: 'availability.sales_agent',
				}),
			),
		),
		setAudience: bulk(
			'Set Audience',
			'Set the audience of content',
			'set_audience',
			additional(
				ids('add_segment_ids', 'Add Segment IDs', 'audience.add_segment_ids'),
				yesNo('remove_all', 'Remove All', 'Whether to remove all segments', { as: 'audience.remove_all' }),
				ids('remove_segment_ids', 'Remove Segment IDs', 'audience.remove_segment_ids'),
			),
		),
		updateTags: bulk(
			'Update Tags',
			'Update the tags of content',
			'update_tags',
			additional(
				ids('add_tag_ids', 'Add Tag IDs', 'tags.add_tag_ids'),
				ids('remove_tag_ids', 'Remove Tag IDs', 'tags.remove_tag_ids'),
			),
		),
	},
};
