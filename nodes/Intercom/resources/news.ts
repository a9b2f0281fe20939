import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, asInteger, choose, rows, text, textList, time, yesNo } from '../fields/fields';
import { pick } from '../fields/picks';

const permission = needs('Read and list news items and newsfeeds', 'Read and write news items and newsfeeds');

const simplify = [
	'title',
	'body',
	'state',
	'labels',
	'newsfeed_assignments',
	'cover_image_url',
	'created_at',
	'updated_at',
	'sender_id',
	'id',
];

const content: Field[] = [
	text('title', 'Title', { required: true, placeholder: 'e.g. How to reset your password' }),
	pick('admin', { displayName: 'Sender', name: 'sender_id', to: 'body', convert: asInteger }),
	additional(
		text('body', 'Body', {
			typeOptions: { rows: 6 },
			placeholder: 'e.g. <p>Easier on your eyes</p>',
			description: 'The text in HTML',
		}),
		yesNo('deliver_silently', 'Deliver Silently', 'Whether it appears without a badge in the Messenger'),
		textList('labels', 'Labels', {
			placeholder: 'e.g. Product, Update',
			description: 'Names of labels, separated by commas',
		}),
		rows('newsfeed_assignments', 'Newsfeeds', 'Newsfeed', [
			pick('newsfeed', { to: 'body', convert: asInteger }),
			time('published_at', 'Published At', {
				description: 'A date in the past, for news from elsewhere. Not for drafts.',
			}),
		]),
		textList('reactions', 'Reactions', {
			placeholder: 'e.g. 😆, 😅',
			description: 'Emoji that readers may react with, separated by commas',
		}),
		choose('state', 'State', { draft: 'Draft', live: 'Live' }),
	),
];

export const newsItem: Resource = {
	name: 'News Item',
	permission,
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create a news item',
			request: 'POST /news/news_items',
			fields: content,
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get a news item',
			request: 'GET /news/news_items/{news_item_id}',
			fields: [pick('news_item')],
			simplify,
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many news items',
			request: 'GET /news/news_items',
			list: 'data',
			perPage: 50,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update a news item',
			request: 'PUT /news/news_items/{news_item_id}',
			fields: [pick('news_item'), ...content],
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete a news item',
			request: 'DELETE /news/news_items/{news_item_id}',
			fields: [pick('news_item')],
		},
	},
};

export const newsfeed: Resource = {
	name: 'Newsfeed',
	permission,
	preset: 'getAll',
	operations: {
		get: {
			name: 'Get',
			action: 'Get a newsfeed',
			request: 'GET /news/newsfeeds/{newsfeed_id}',
			fields: [pick('newsfeed')],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many newsfeeds',
			request: 'GET /news/newsfeeds',
			list: 'data',
			perPage: 50,
		},
		getItems: {
			name: 'Get Many News Items',
			action: 'Get many live news items of a newsfeed',
			request: 'GET /news/newsfeeds/{newsfeed_id}/items',
			fields: [pick('newsfeed')],
			list: 'data',
			perPage: 50,
			simplify,
		},
	},
};
