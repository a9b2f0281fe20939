import { facts, positions } from '../../../facts/requests';
import { replaying } from '../replaying/routes';
import { account } from './account';
import type { Routes } from './call';
import { companies } from './companies';
import { companyScroll } from './companyScroll';
import { contactLists } from './contactLists';
import { contacts } from './contacts';
import { conversationParts } from './conversationParts';
import { conversations } from './conversations';
import { events } from './events';
import { exports } from './exports';
import { messages } from './messages';
import { tags } from './tags';
import { tickets } from './tickets';
import { ticketTypes } from './ticketTypes';

const stateful: Routes = {
	...account,
	...contacts,
	...contactLists,
	...tags,
	...companies,
	...companyScroll,
	...events,
	...messages,
	...conversations,
	...conversationParts,
	...tickets,
	...ticketTypes,
	...exports,
};

const remembered = new Set(Object.keys(stateful).map(positions));

/** Every operation of Intercom's API, and whether its route keeps what it is told or replays the shape of its reply. */
export const kinds: Record<string, 'stateful' | 'replayed'> = Object.fromEntries(
	Object.keys(facts).map((request) => [
		request,
		remembered.has(positions(request)) ? 'stateful' : 'replayed',
	]),
);

/** Every route of the API. */
export const routes: Routes = {
	...stateful,
	...replaying(Object.keys(kinds).filter((request) => kinds[request] === 'replayed')),
};
