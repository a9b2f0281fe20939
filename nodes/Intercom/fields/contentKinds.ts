import type { Kind } from './picks';

/** What can be picked of the knowledge base and of the workspace's settings. */
export const contentKinds = {
	article: { displayName: 'Article', search: 'searchArticles', idExample: '6871119' },
	brand: { displayName: 'Brand', search: 'searchBrands', idExample: '10' },
	collection: { displayName: 'Collection', search: 'searchCollections', idExample: '6871118' },
	content_import_source: {
		displayName: 'Content Import Source',
		search: 'searchContentImportSources',
		idExample: '1234',
	},
	content_snippet: { displayName: 'Content Snippet', search: 'searchContentSnippets', idExample: '123' },
	data_connector: { displayName: 'Data Connector', search: 'searchDataConnectors', idExample: '12345' },
	dataset: { displayName: 'Dataset', search: 'searchDatasets', idExample: 'conversation' },
	email: { displayName: 'Email Setting', search: 'searchEmails', idExample: '10' },
	external_page: { displayName: 'External Page', search: 'searchExternalPages', idExample: '21' },
	help_center: { displayName: 'Help Center', search: 'searchHelpCenters', idExample: '123' },
	internal_article: {
		displayName: 'Internal Article',
		search: 'searchInternalArticles',
		idExample: '6871120',
	},
	news_item: { displayName: 'News Item', search: 'searchNewsItems', idExample: '39' },
	newsfeed: { displayName: 'Newsfeed', search: 'searchNewsfeeds', idExample: '198313' },
	office_hours_schedule: {
		displayName: 'Office Hours Schedule',
		search: 'searchOfficeHoursSchedules',
		idExample: '123',
	},
} satisfies Record<string, Kind>;
