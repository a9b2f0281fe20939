import type { Field, Values } from '../../core/table/operation';
import { pick } from './picks';

/** What an endpoint calls the three ways to name a contact. */
type Members = { id: string; email: string; externalId: string };

/**
 * A contact for an endpoint that finds it itself, `{[member]: value}`: nothing is looked up, and an e-mail that nobody
 * has yet makes a new contact. `wrap` puts the reference where the body wants it.
 */
export function contactReference(
	{ id, email, externalId }: Members,
	more: Partial<Field> = {},
	wrap: (reference: Values) => unknown = (reference) => reference,
): Field {
	// a picker's value is text on its way to the request, so the member travels in it
	const naming = (member: string) => async (value: string) => JSON.stringify({ [member]: value });
	return pick('contact', {
		to: 'body',
		lookup: { email: naming(email), externalId: naming(externalId) },
		convert: (value) =>
			wrap(String(value).startsWith('{') ? (JSON.parse(String(value)) as Values) : { [id]: String(value) }),
		...more,
	});
}
