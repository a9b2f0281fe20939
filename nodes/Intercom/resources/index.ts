import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { contact } from './contact';
import { conversationResource } from './conversation';
import { message } from './message';
import { tagResource } from './tag';

/** Every operation of Intercom Plus, in menu order. */
export const resources: Resources = {
	admin,
	contact,
	conversation: conversationResource,
	message,
	tag: tagResource,
};
