import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { audience } from './audience';
import { banner } from './banner';
import { company } from './company';
import { contact } from './contact';
import { conversation } from './conversation';
import { customObjectInstance } from './customObjectInstance';
import { dataAttribute } from './dataAttribute';
import { dataEvent } from './dataEvent';
import { message } from './message';
import { note } from './note';
import { sampleEvent } from './sampleEvent';
import { segment } from './segment';
import { subscriptionType } from './subscriptionType';
import { tag } from './tag';
import { visitor } from './visitor';

/** Every operation of Intercom Plus. */
export const resources: Resources = {
	admin,
	audience,
	banner,
	company,
	contact,
	conversation,
	customObjectInstance,
	dataAttribute,
	dataEvent,
	message,
	note,
	sampleEvent,
	segment,
	subscriptionType,
	tag,
	visitor,
};
