import { isObject } from '../../core/run/request';
import type { Field, Values } from '../../core/table/operation';
import { idText } from '../../core/values/path';
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
	const naming = (member: string) => async (value: string) => ({ [member]: value });
	return pick('contact', {
		to: 'body',
		lookup: { email: naming(email), externalId: naming(externalId) },
		convert: (value) => wrap(isObject(value) ? value : { [id]: idText(value, 'Contact') }),
		...more,
	});
}
