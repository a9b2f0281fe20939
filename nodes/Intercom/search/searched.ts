import type { Searchable } from './searchable';
import { contacts } from './searchedContacts';
import { conversations } from './searchedConversations';
import { tickets } from './searchedTickets';

/** What can be searched for. */
export type SearchedObject = 'contact' | 'conversation' | 'ticket';

export const searchable: Record<SearchedObject, Searchable> = {
	contact: contacts,
	conversation: conversations,
	ticket: tickets,
};
