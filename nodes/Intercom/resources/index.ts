import type { Resources } from '../../core/operation';
import { admin } from './admin';
import { contact } from './contact';
import { conversation } from './conversation';
import { identity } from './identity';
import { message } from './message';
import { sampleEvent } from './sampleEvent';
import { tag } from './tag';

/** Every operation of Intercom Plus. */
export const resources: Resources = { admin, contact, conversation, identity, message, sampleEvent, tag };
