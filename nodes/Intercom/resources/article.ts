import type { Field, Request, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { audiences, availability, markdown } from '../fields/contentFields';
import { additional, asInteger, choose, filters, text, textList, time } from '../fields/fields';
import { pick } from '../fields/picks';
import { translations } from '../fields/translations';
import { tagging } from '../operations/tagging';
import { toIso } from '../transport/times';

const simplify = [
	'title',
	'description',
	'state',
	'url',
	'default_locale',
	'created_at',
	'updated_at',
	'author_id',
	'parent_id',
	'id',
];

const version = '2.16';
/** Drafts, which that version brought, tell all their parents and not the first of them. */
const draftSimplified = simplify.map((key) => (key === 'parent_id' ? 'parent_ids' : key));
const thisArticle = pick('article');
const locale = text('locale', 'Locale', {
	to: 'query',
	placeholder: 'e.g. en',
	description: 'The language wanted, of those that the workspace has',
});

const title = text('title', 'Title', { placeholder: 'e.g. How to reset your password' });
const description = text('description', 'Description', { placeholder: 'e.g. Where to find the link' });
const body = text('body', 'Body', {
	typeOptions: { rows: 6 },
	placeholder: 'e.g. <p>Open the log-in page</p>',
	description: 'The text in HTML',
});
const bodyMarkdown = markdown('e.g. Open the **log-in** page');
const author = pick('admin', { displayName: 'Author', name: 'author_id', to: 'body', convert: asInteger });
const optionalAuthor: Field = { ...author, required: false };
const state = choose('state', 'State', { draft: 'Draft', published: 'Published' });
const scheduled: Field[] = [
	time('scheduled_publish_at', 'Publish At', { convert: toIso, since: version }),
	time('scheduled_unpublish_at', 'Unpublish At', { convert: toIso, since: version }),
];
const newer = [bodyMarkdown, audiences, ...availability, ...scheduled];

const parent = pick('collection', {
	displayName: 'Parent Collection',
	name: 'parent_id',
	required: false,
	to: 'body',
});

/** A parent is always a collection: sections, the other type in the specification, are gone since API 2.10. */
const inCollection = (request: Request): Request =>
	request.body.parent_id ? { ...request, body: { ...request.body, parent_type: 'collection' } } : request;

const translated = translations(title, description, body, bodyMarkdown, optionalAuthor, state, audiences);
const changes = [title, description, body, optionalAuthor, state, parent, ...newer];

export const article: Resource = {
	name: 'Article',
	permission: needs('Read and list articles', 'Read and write articles'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create an article',
			request: 'POST /articles',
			fields: [
				{ ...title, required: true },
				author,
				additional(description, body, state, { ...parent, convert: asInteger }, ...newer, translated),
			],
			build: inCollection,
			simplify,
		},
		get: {
			name: 'Get',
			action: 'Get an article',
			request: 'GET /articles/{article_id}',
			fields: [thisArticle],
			simplify: [...simplify.filter((key) => key !== 'default_locale'), 'body'],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many articles',
			request: 'GET /articles',
			list: 'data',
			perPage: 50,
			simplify,
		},
		search: {
			name: 'Search',
			action: 'Search articles',
			request: 'GET /articles/search',
			// `highlight` is left out: its marks come beside the articles, not in them
			fields: [
				text('phrase', 'Phrase', { to: 'query', placeholder: 'e.g. reset password' }),
				filters(
					pick('help_center', { required: false, to: 'query', convert: asInteger }),
					choose('state', 'State', { all: 'All', draft: 'Draft', published: 'Published' }, { to: 'query' }),
				),
			],
			list: 'data.articles',
			perPage: 50,
			simplify,
		},
		update: {
			name: 'Update',
			action: 'Update an article',
			request: 'PUT /articles/{article_id}',
			fields: [thisArticle, additional(...changes, translated)],
			build: inCollection,
			simplify,
		},
		delete: {
			name: 'Delete',
			action: 'Delete an article',
			request: 'DELETE /articles/{article_id}',
			fields: [thisArticle],
		},
		getDraft: {
			name: 'Get Draft',
			action: 'Get the draft of an article',
			description: 'Get the changes of a published article that are not published yet',
			version,
			request: 'GET /articles/{article_id}/draft',
			fields: [thisArticle],
			simplify: draftSimplified,
		},
		updateDraft: {
			name: 'Update Draft',
			action: 'Update the draft of an article',
			description: 'Change a published article in a draft, which leaves the published text as it is',
			version,
			request: 'PUT /articles/{article_id}/draft',
			fields: [
				thisArticle,
				additional(
					...changes,
					translations(
						title,
						description,
						body,
						bodyMarkdown,
						optionalAuthor,
						state,
						audiences,
						...availability,
					),
				),
			],
			build: inCollection,
			simplify: draftSimplified,
		},
		publishDraft: {
			name: 'Publish Draft',
			action: 'Publish the draft of an article',
			version,
			request: 'POST /articles/{article_id}/draft/publish',
			fields: [
				thisArticle,
				additional(
					textList('locales', 'Locales', {
						placeholder: 'e.g. en, fr',
						description: 'Languages to publish, separated by commas. Needed where there is more than one.',
					}),
				),
			],
			simplify: draftSimplified,
		},
		getVersion: {
			name: 'Get Version',
			action: 'Get a version of an article',
			version,
			request: 'GET /articles/{article_id}/versions/{id}',
			fields: [
				thisArticle,
				text('id', 'Version ID', { to: 'path', required: true, placeholder: 'e.g. 301' }),
				additional(locale),
			],
			simplify: ['title', 'description', 'body', 'state', 'created_at', 'article_id', 'author_id', 'id'],
		},
		getVersions: {
			name: 'Get Many Versions',
			action: 'Get many versions of an article',
			version,
			request: 'GET /articles/{article_id}/versions',
			fields: [thisArticle, filters(locale)],
			list: 'data',
			perPage: 50,
			simplify: [
				'title',
				'description',
				'state',
				'created_via',
				'created_at',
				'article_id',
				'author_id',
				'id',
			],
		},
		...tagging('articles', 'article', 'an article'),
	},
};
