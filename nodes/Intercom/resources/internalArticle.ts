import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { audiences, availability, markdown } from '../fields/contentFields';
import { additional, asInteger, filters, text } from '../fields/fields';
import { pick } from '../fields/picks';
import { tagging } from '../operations/tagging';

const title = text('title', 'Title', { placeholder: 'e.g. How to reset your password' });
const body = text('body', 'Body', {
	typeOptions: { rows: 6 },
	placeholder: 'e.g. <p>Ask the customer first</p>',
	description: 'The text in HTML',
});
const newer: Field[] = [markdown('e.g. Ask the customer **first**'), audiences, ...availability];
const author = pick('admin', { displayName: 'Author', name: 'author_id', to: 'body', convert: asInteger });
const owner = pick('admin', { displayName: 'Owner', name: 'owner_id', to: 'body', convert: asInteger });

export const internalArticle: Resource = {
	name: 'Internal Article',
	permission: needs('Read and list articles', 'Read and write articles'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create an internal article',
			request: 'POST /internal_articles',
			fields: [{ ...title, required: true }, author, owner, additional(body, ...newer)],
		},
		get: {
			name: 'Get',
			action: 'Get an internal article',
			request: 'GET /internal_articles/{internal_article_id}',
			fields: [pick('internal_article')],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many internal articles',
			request: 'GET /internal_articles',
			list: 'data',
			perPage: 50,
		},
		search: {
			name: 'Search',
			action: 'Search internal articles',
			request: 'GET /internal_articles/search',
			fields: [
				filters(
					text('folder_id', 'Folder ID', {
						to: 'query',
						placeholder: 'e.g. 123',
						description: 'The folder that holds them',
					}),
				),
			],
			list: 'data.internal_articles',
			perPage: 50,
		},
		update: {
			name: 'Update',
			action: 'Update an internal article',
			request: 'PUT /internal_articles/{internal_article_id}',
			fields: [
				pick('internal_article'),
				additional(title, body, ...newer, { ...author, required: false }, { ...owner, required: false }),
			],
		},
		delete: {
			name: 'Delete',
			action: 'Delete an internal article',
			request: 'DELETE /internal_articles/{internal_article_id}',
			fields: [pick('internal_article')],
		},
		...tagging('internal_articles', 'internal_article', 'an internal article'),
	},
};
