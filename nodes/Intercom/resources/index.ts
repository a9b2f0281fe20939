import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { audience } from './audience';
import { awayStatusReason } from './awayStatusReason';
import { banner } from './banner';
import { call } from './call';
import { company } from './company';
import { contact } from './contact';
import { conversation } from './conversation';
import { conversationAttribute } from './conversationAttribute';
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

/** Every operation of Intercom Plus. */
export const resources: Resources = {
	admin,
	audience,
	awayStatusReason,
	banner,
	call,
	company,
	contact,
	conversation,
	conversationAttribute,
	customObjectInstance,
	dataAttribute,
	dataEvent,
	job,
	macro,
	message,
	note,
	phoneSwitch,
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
};
