import type { Resources } from '../../core/table/operation';
import { withOptions } from '../transport/options';
import { admin } from './admin';
import { article } from './article';
import { audience } from './audience';
import { awayStatusReason } from './awayStatusReason';
import { banner } from './banner';
import { call } from './call';
import { collection } from './collection';
import { company } from './company';
import { connection } from './connection';
import { contact } from './contact';
import { content } from './content';
import { contentImportSource } from './contentImportSource';
import { contentSnippet } from './contentSnippet';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
import { customCall } from './customCall';
import { customObjectInstance } from './customObjectInstance';
import { dataAttribute } from './dataAttribute';
import { dataConnector } from './dataConnector';
import { dataEvent } from './dataEvent';
import { dataExport, reportingDataExport } from './exports';
import { externalPage } from './externalPage';
import { finAgent, finVoice } from './fin';
import { helpCenter, helpCenterRedirect } from './helpCenter';
import { identity } from './identity';
import { internalArticle } from './internalArticle';
import { job } from './job';
import { macro } from './macro';
import { message } from './message';
import { newsItem, newsfeed } from './news';
import { note } from './note';
import { officeHours } from './officeHours';
import { phoneSwitch } from './phoneSwitch';
import { sampleEvent } from './sampleEvent';
import { segment } from './segment';
import { subscriptionType } from './subscriptionType';
import { tag } from './tag';
import { team } from './team';
import { ticket } from './ticket';
import { ticketState } from './ticketState';
import { ticketType } from './ticketType';
import { ticketTypeAttribute } from './ticketTypeAttribute';
import { visitor } from './visitor';
import { brand, emailSetting, ipAllowlist, workflow } from './workspaceSettings';

/** Every operation of Intercom Plus: what most people come for first, the rest by the alphabet. */
export const resources: Resources = withOptions({
	contact,
	conversation,
	company,
	ticket,
	message,
	tag,
	note,
	admin,
	customCall,
	article,
	audience,
	awayStatusReason,
	banner,
	brand,
	call,
	collection,
	connection,
	content,
	contentImportSource,
	contentSnippet,
	conversationAttribute,
	customObjectInstance,
	dataAttribute,
	dataConnector,
	dataEvent,
	dataExport,
	emailSetting,
	externalPage,
	finAgent,
	finVoice,
	helpCenter,
	helpCenterRedirect,
	identity,
	internalArticle,
	ipAllowlist,
	job,
	macro,
	newsItem,
	newsfeed,
	officeHours,
	reportingDataExport,
	sampleEvent,
	segment,
	subscriptionType,
	phoneSwitch,
	team,
	ticketState,
	ticketType,
	ticketTypeAttribute,
	visitor,
	workflow,
});
