import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { article } from './article';
import { collection } from './collection';
import { contact } from './contact';
import { content } from './content';
import { contentImportSource } from './contentImportSource';
import { contentSnippet } from './contentSnippet';
import { conversation } from './conversation';
import { dataConnector } from './dataConnector';
import { dataExport, reportingDataExport } from './exports';
import { externalPage } from './externalPage';
import { finAgent, finVoice } from './fin';
import { helpCenter, helpCenterRedirect } from './helpCenter';
import { internalArticle } from './internalArticle';
import { message } from './message';
import { newsfeed, newsItem } from './news';
import { officeHours } from './officeHours';
import { sampleEvent } from './sampleEvent';
import { tag } from './tag';
import { brand, emailSetting, ipAllowlist, workflow } from './workspaceSettings';

/** Every operation of Intercom Plus. */
export const resources: Resources = {
	admin,
	article,
	brand,
	collection,
	contact,
	content,
	contentImportSource,
	contentSnippet,
	conversation,
	dataConnector,
	dataExport,
	emailSetting,
	externalPage,
	finAgent,
	finVoice,
	helpCenter,
	helpCenterRedirect,
	internalArticle,
	ipAllowlist,
	message,
	newsfeed,
	newsItem,
	officeHours,
	reportingDataExport,
	sampleEvent,
	tag,
	workflow,
};
