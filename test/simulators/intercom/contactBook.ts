import type { Contact } from './types';

/** Contacts by id, and by external id or e-mail without walking through all of them. */
export class ContactBook extends Map<string, Contact> {
	private readonly known = new Map<string, Set<Contact>>();

	/** To be called again after a contact's external id or e-mail has changed. */
	override set(id: string, contact: Contact): this {
		for (const field of ['external_id', 'email'] as const) {
			const key = `${field} ${contact[field]}`;
			const holders = this.known.get(key);
			if (holders) holders.add(contact);
			else this.known.set(key, new Set([contact]));
		}
		return super.set(id, contact);
	}

	/** Those that have this value now; who once had it is in the index still and left out. */
	with(field: 'external_id' | 'email', value: string): Contact[] {
		const holders = [...(this.known.get(`${field} ${value}`) ?? [])];
		return holders.filter((contact) => contact[field] === value && this.get(contact.id) === contact);
	}
}
