import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { awayStatusReason } from './awayStatusReason';
import { call } from './call';
import { contact } from './contact';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
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

/** Every operation of Intercom Plus. */
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
