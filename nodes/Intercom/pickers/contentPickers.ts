import type { IDataObject } from 'n8n-workflow';
import type { Request, Values } from '../../core/table/operation';
import { paged, type Source } from './picking';

const get = (path: string, query: Values = { per_page: 50 }, version?: Request['version']): Request => ({
	method: 'GET',
	path,
	query,
	body: {},
	...(version && { version }),
});

/** The first of these members that an element has. */
const called =
	(...members: string[]) =>
	(element: IDataObject): string =>
		String(members.map((member) => element[member]).find(Boolean) ?? element.id);

const titled = called('title');
const named = called('name');

const allArticles = paged(get('/articles'), 'data', titled);
const articlesWith = (phrase: string) =>
	paged(get('/articles/search', { phrase, state: 'all', per_page: 50 }), 'data.articles', titled);

/** Intercom searches titles and texts itself. Source: Intercom API 2.14, searchArticles. */
const articles: Source = {
	label: titled,
	page: async (send, filter, cursor) =>
		await (filter ? articlesWith(filter) : allArticles).page(send, '', cursor),
};

/** The lists behind the pickers of `contentKinds`. */
export const contentSources: Record<string, Source> = {
	searchArticles: articles,
	searchBrands: paged(get('/brands', {}, '2.15'), 'data', named),
	searchCollections: paged(get('/help_center/collections'), 'data', named),
	searchContentImportSources: paged(get('/ai/content_import_sources'), 'data', called('url')),
	searchContentSnippets: paged(get('/content_snippets', { per_page: 50 }, '2.16'), 'data', titled),
	searchDataConnectors: paged(get('/data_connectors', { per_page: 50 }, '2.16'), 'data', named),
	searchDatasets: paged(get('/export/reporting_data/get_datasets', {}), 'data', named),
	searchEmails: paged(get('/emails', {}, '2.15'), 'data', called('email')),
	searchExternalPages: paged(get('/ai/external_pages'), 'data', titled),
	searchHelpCenters: paged(
		get('/help_center/help_centers', {}),
		'data',
		called('display_name', 'identifier'),
	),
	searchInternalArticles: paged(get('/internal_articles'), 'data', titled),
	searchNewsItems: paged(get('/news/news_items'), 'data', titled),
	searchNewsfeeds: paged(get('/news/newsfeeds'), 'data', named),
	searchOfficeHoursSchedules: paged(get('/office_hours_schedules', {}, '2.16'), 'data', named),
};
