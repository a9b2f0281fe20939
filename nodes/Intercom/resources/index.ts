import type { Resource, Resources } from '../../core/operation';
import { admin } from './admin';
<<<<<<< HEAD
import { exportData, exportReporting } from '../exports/operations';
import { withOptions } from '../options';
import { connection } from './connection';
import { contact } from './contact';
import { conversation } from './conversation';
import { customCall } from './customCall';
=======
import { awayStatusReason } from './awayStatusReason';
import { call } from './call';
import { contact } from './contact';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
import { job } from './job';
import { macro } from './macro';
>>>>>>> origin/main
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
<<<<<<< HEAD
export const resources: Resources = withOptions({
	admin,
	connection,
	contact,
	conversation,
	customCall,
	dataExport,
	message,
	reportingDataExport,
	sampleEvent,
	tag,
});
=======
export const resources: Resources = {
	admin,
	awayStatusReason,
	call,
	contact,
	conversation,
	conversationAttribute,
	job,
	macro,
	message,
	phoneSwitch,
	sampleEvent,
	tag,
	team,
	ticket,
	ticketState,
	ticketType,
	ticketTypeAttribute,
};
>>>>>>> origin/main
