import type { Resource, Resources } from '../../core/operation';
import { exportData, exportReporting } from '../exports/operations';
import { withOptions } from '../options';
import { admin } from './admin';
import { audience } from './audience';
import { awayStatusReason } from './awayStatusReason';
import { banner } from './banner';
import { call } from './call';
import { company } from './company';
import { connection } from './connection';
import { contact } from './contact';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
import { customCall } from './customCall';
import { customObjectInstance } from './customObjectInstance';
import { dataAttribute } from './dataAttribute';
import { dataEvent } from './dataEvent';
import { job } from './job';
import { macro } from './macro';
import { message } from './message';
import { note } from './note';
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

const dataExport: Resource = {
	name: 'Data Export',
	preset: 'export',
	operations: { export: exportData },
};
const reportingDataExport: Resource = {
	name: 'Reporting Data Export',
	preset: 'export',
	operations: { export: exportReporting },
};

/** Every operation of Intercom Plus. */
export const resources: Resources = withOptions({
	admin,
	audience,
	awayStatusReason,
	banner,
	call,
	company,
	connection,
	contact,
	conversation,
	conversationAttribute,
	customCall,
	dataExport,
	customObjectInstance,
	dataAttribute,
	dataEvent,
	job,
	macro,
	message,
	note,
	phoneSwitch,
	reportingDataExport,
	sampleEvent,
	segment,
	subscriptionType,
	tag,
	team,
	ticket,
	ticketState,
	ticketType,
	ticketTypeAttribute,
	visitor,
});
