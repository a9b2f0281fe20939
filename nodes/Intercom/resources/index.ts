import type { Resource, Resources } from '../../core/operation';
import { exportData, exportReporting } from '../exports/operations';
import { withOptions } from '../options';
import { admin } from './admin';
import { awayStatusReason } from './awayStatusReason';
import { call } from './call';
import { connection } from './connection';
import { contact } from './contact';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
import { customCall } from './customCall';
import { job } from './job';
import { macro } from './macro';
import { message } from './message';
import { phoneSwitch } from './phoneSwitch';
import { sampleEvent } from './sampleEvent';
import { tag } from './tag';
import { team } from './team';
import { ticket } from './ticket';
import { ticketState } from './ticketState';
import { ticketType } from './ticketType';
import { ticketTypeAttribute } from './ticketTypeAttribute';

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
	awayStatusReason,
	call,
	connection,
	contact,
	conversation,
	conversationAttribute,
	customCall,
	dataExport,
	job,
	macro,
	message,
	phoneSwitch,
	reportingDataExport,
	sampleEvent,
	tag,
	team,
	ticket,
	ticketState,
	ticketType,
	ticketTypeAttribute,
});
