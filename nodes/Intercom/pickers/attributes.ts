import { NodeApiError, UserError, type FieldType, type IDataObject } from 'n8n-workflow';
import type { Completing, Request, Values } from '../../core/table/operation';
import { near } from '../../core/values/near';
import { own } from '../../core/values/own';
import { pathTo } from '../../core/values/path';
import { asScalar, asText, isEmpty, shown } from '../../core/values/plain';
import { asType } from '../../core/values/typed';
import { toUnixSeconds } from '../transport/times';

/** What of a list can be chosen: `value` is what Intercom wants, `name` what people see. */
type Option = { name: string; value: string };

export type Attribute = {
	/** As the API calls it. */
	name: string;
	/** As people call it. */
	label: string;
	type: FieldType;
	/** Of a list. */
	options: Option[];
	/** Whether teammates must fill it in; the API does without. */
	required: boolean;
	archived: boolean;
	/** Whether the API may change it. */
	writable: boolean;
};

/** All attributes that something may have, archived ones too, and how to speak of one: `contact attribute`. */
export type Catalogue = { kind: string; where?: string; attributes: Attribute[] };

/**
 * The catalogue, read once a run; undefined while nobody has said of what (no ticket type is chosen), and where Intercom
 * does not show it (403, 404), which is no reason not to write: what is wrong, it says of the request itself.
 */
export type Source = (asking: Pick<Completing, 'send' | 'once' | 'values'>) => Promise<Catalogue | undefined>;

/**
 * n8n's type of each of Intercom's; a text with options is a list. Source: Intercom API 2.14, data attributes and ticket
 * type attributes; 2.16, conversation attributes.
 */
const types: Record<string, FieldType> = {
	string: 'string',
	integer: 'number',
	float: 'number',
	decimal: 'number',
	boolean: 'boolean',
	date: 'dateTime',
	datetime: 'dateTime',
	list: 'string',
	options: 'string',
	files: 'array',
	relationship: 'array',
};

/** What a list offers: texts (contacts, companies), `{id, label}` (conversations, which take the label; tickets, which take the ID). */
function optionsOf({ options, input_options: input }: IDataObject, wanted: 'id' | 'label'): Option[] {
	// the specification leaves open under which name a ticket type's list has its items
	const list = options ?? Object.values((input ?? {}) as IDataObject).find(Array.isArray) ?? [];
	return (list as Array<string | IDataObject>)
		.filter((option) => typeof option === 'string' || !option.archived)
		.map((option) =>
			typeof option === 'string'
				? { name: option, value: option }
				: { name: String(option.label), value: String(option[wanted]) },
		);
}

/** What people read for the two attributes that every ticket type has. */
const built: Record<string, string> = { _default_title_: 'Title', _default_description_: 'Description' };

function attributeFrom(wanted: 'id' | 'label') {
	return (element: IDataObject): Attribute => {
		const name = String(element.name);
		const type = own(types, String(element.data_type)) ?? 'string';
		const options = type === 'string' ? optionsOf(element, wanted) : [];
		return {
			name,
			label: String(element.label ?? own(built, name) ?? name),
			type: options.length > 0 ? 'options' : type,
			options,
			required: element.required_to_create === true,
			archived: element.archived === true,
			writable: element.api_writable !== false,
		};
	};
}

const get = (path: string, query: Values = {}, version?: string): Request => ({
	method: 'GET',
	path,
	query,
	body: {},
	...(version && { version }),
});

const unlessHidden = async (error: unknown): Promise<undefined> =>
	error instanceof NodeApiError && ['403', '404'].includes(String(error.httpCode))
		? undefined
		: await Promise.reject(error);

/** What `asked` lists, in the shape of a catalogue. */
const catalogueOf =
	(kind: string, asked: Request): Source =>
	async ({ send, once }) =>
		await once(`${kind}s`, async () => {
			const reply = await send(asked).catch(unlessHidden);
			const elements = (reply?.data ?? []) as IDataObject[];
			const own = elements.filter(({ custom }) => custom !== false);
			return reply && { kind, attributes: own.map(attributeFrom('label')) };
		});

/** GET /data_attributes (Intercom API 2.14): those that the workspace made. */
export const dataAttributes = (model: 'contact' | 'company'): Source =>
	catalogueOf(`${model} attribute`, get('/data_attributes', { model, include_archived: true }));

/** GET /conversations/attributes (Intercom API 2.16), whatever the credential's version: before, lists came without their options. */
export const conversationAttributes: Source = catalogueOf(
	'conversation attribute',
	get('/conversations/attributes', { include_archived: true }, '2.16'),
);

/**
 * GET /ticket_types/{id} (Intercom API 2.14), of the type in `ticket_type_id`; where that is blank, of the type that
 * the ticket in `ticket_id` has, for which it is read first.
 */
export const ticketAttributes: Source = async ({ send, once, values }) => {
	const { ticket_type_id: chosen, ticket_id: ticket } = values;
	const typeOf = async (path: string): Promise<unknown> =>
		await once(path, async () => {
			const reply = await send(get(path)).catch(unlessHidden);
			return (reply?.ticket_type as IDataObject | undefined)?.id;
		});
	const type = chosen || (ticket && (await typeOf(pathTo('/tickets', ticket))));
	if (!type) return undefined;
	const path = pathTo('/ticket_types', type);
	return await once(path, async () => {
		const reply = await send(get(path)).catch(unlessHidden);
		return (
			reply && {
				kind: 'ticket attribute',
				where: ` in the ticket type '${shown(reply.name)}'`,
				attributes: attributesIn(reply).map(attributeFrom('id')),
			}
		);
	});
};

/** A ticket type's attributes as Intercom gives them: by its examples in `data`, by its schema in a member of the list's name. */
export function attributesIn({ ticket_type_attributes: list }: IDataObject): IDataObject[] {
	const { data, ticket_type_attributes: elements } = (list ?? {}) as IDataObject;
	return (data ?? elements ?? []) as IDataObject[];
}

/** Those that can be filled in. */
export const usable = ({ attributes }: Catalogue): Attribute[] =>
	attributes.filter(({ archived, writable }) => !archived && writable);

const named = (names: string[]): string => names.map((name) => `'${name}'`).join(', ');

function noSuch(catalogue: Catalogue, name: string): UserError {
	const { kind, where = '' } = catalogue;
	const all = usable(catalogue);
	const meant = near(name, all, (one) => [one.name, one.label]).map((one) => one.name);
	const names = all.map((one) => one.name);
	return new UserError(`Intercom has no ${kind} '${shown(name)}'${where}`, {
		description:
			meant.length > 0
				? `Did you mean ${named(meant)}? Names are to be written exactly as in Intercom`
				: names.length > 0
					? `There are: ${named(names.slice(0, 10))}${names.length > 10 ? ' …' : ''}`
					: 'There are none yet. Make it in Intercom first',
	});
}

function optionOf({ name, options }: Attribute, value: unknown): string {
	const text = asText(name, value).trim();
	const option = options.find((one) => one.value === text) ?? options.find((one) => one.name === text);
	if (option) return option.value;
	throw new UserError(`'${shown(text)}' is not an option of '${name}'`, {
		description: `It takes one of: ${named(options.map((one) => one.name))}`,
	});
}

function asIntercomWants(attribute: Attribute, value: unknown, zone: string): unknown {
	const { name, type } = attribute;
	if (isEmpty(value)) return value;
	if (type === 'options') return optionOf(attribute, value);
	if (type === 'dateTime') return toUnixSeconds(value, zone, name);
	if (type === 'string') return asText(name, value);
	const given = asType(name, value, type);
	if (Array.isArray(given)) for (const one of given) asScalar(name, one);
	return given;
}

/**
 * The value of an attribute as Intercom takes it: dates as Unix seconds, of lists the option's ID (tickets) or its text,
 * numbers, yes and no. Null, which empties it, and blanks stay. Throws a `UserError` for a name that Intercom does not know, an
 * archived one, and a value that is not of the attribute's type. `mayLink`: whether a list may stand for a link to custom
 * objects, which no catalogue holds.
 */
export function accepted(
	catalogue: Catalogue,
	name: string,
	value: unknown,
	zone: string,
	mayLink = false,
): unknown {
	const { kind, where = '', attributes } = catalogue;
	const usual = usable(catalogue).find((one) => one.name === name);
	if (usual) return asIntercomWants(usual, value, zone);
	const other = attributes.find((one) => one.name === name);
	if (other?.archived) {
		throw new UserError(`The ${kind} '${name}'${where} is archived`, {
			description: 'Bring it back in Intercom, or take it out here',
		});
	}
	// what Intercom keeps for itself it refuses itself
	if (other || (mayLink && Array.isArray(value))) return value;
	throw noSuch(catalogue, name);
}
