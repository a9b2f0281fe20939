import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
	ResourceMapperValue,
} from 'n8n-workflow';
import type { Completing, Field, Once, Request, Values } from '../../core/table/operation';
import { idOf } from '../../core/run/read';
import { isEmpty, isObject, objectIn } from '../../core/run/request';
import {
	accepted,
	conversationAttributes,
	dataAttributes,
	ticketAttributes,
	usable,
	type Attribute,
	type Catalogue,
	type Source,
} from '../pickers/attributes';
import { credentialType } from '../connection/credential';
import { pick } from './picks';
import { connect } from '../transport/send';

type Mapped = {
	displayName: string;
	name: string;
	source: Source;
	/** Stands in the editor where there is nothing to choose. */
	otherwise: string;
	/** Those that teammates must fill in are shown at once. */
	asksForRequired?: true;
	dependsOn?: string[];
};

const none = (of: string) =>
	`There are no attributes of ${of} to choose from. Choose a credential that works, or make attributes in Intercom > Settings > Data.`;
const ticket: Omit<Mapped, 'otherwise'> = {
	displayName: 'Ticket Attributes',
	name: 'ticket_attributes',
	source: ticketAttributes,
	// not on the ticket: what is filled in would be lost whenever an expression names another one
	dependsOn: ['ticket_type_id.value'],
};
const custom = { displayName: 'Custom Attributes', name: 'custom_attributes' };

const mapped = {
	contact: { ...custom, source: dataAttributes('contact'), otherwise: none('contacts') },
	company: { ...custom, source: dataAttributes('company'), otherwise: none('companies') },
	conversation: { ...custom, source: conversationAttributes, otherwise: none('conversations') },
	ticket: { ...ticket, otherwise: 'Choose a ticket type, or a ticket, to see the attributes.' },
	newTicket: {
		...ticket,
		otherwise: 'Choose a ticket type to see its attributes.',
		asksForRequired: true,
	},
} satisfies Record<string, Mapped>;

type Of = keyof typeof mapped;

const isMapper = (value: unknown): value is Partial<ResourceMapperValue> =>
	isObject(value) && 'mappingMode' in value;

const isAutomatic = (value: unknown): value is Partial<ResourceMapperValue> =>
	isMapper(value) && value.mappingMode === 'autoMapInputData';

/** What is not blank; null is not, since it empties the attribute. */
const filled = (values: Values): Values =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value === null || !isEmpty(value)));

/** What is typed in, or what somebody who makes workflows without the editor puts in its place: names and values. */
function written(value: unknown, displayName: string): Values | undefined {
	if (isAutomatic(value)) return undefined;
	const values = filled(isMapper(value) ? (value.value ?? {}) : objectIn(value, displayName));
	return Object.keys(values).length > 0 ? values : undefined;
}

/** Of an item, what Intercom has an attribute of the same name for, or had one when the node was set up. */
function fromItem(json: Values, { schema }: Partial<ResourceMapperValue>, catalogue?: Catalogue): Values {
	const known = new Set([
		...(schema ?? []).map(({ id }) => id),
		...(catalogue ? usable(catalogue) : []).map(({ name }) => name),
	]);
	// blank, null too, is left as it is, as in Map Input Automatically
	const given = Object.entries(json).filter(([name, value]) => known.has(name) && !isEmpty(value));
	return Object.fromEntries(given);
}

/** Checks all attributes in the body, whatever put them there, and gives their values the types that Intercom wants. */
const complete =
	(name: string, source: Source) =>
	async (request: Request, { values, json, zone, send, once }: Completing): Promise<Request> => {
		const { [name]: given = {}, ...body } = request.body;
		const mapper = values[name];
		if (!isObject(given) || (!isAutomatic(mapper) && !(name in request.body))) return request;
		const catalogue = await source({ values, send, once });
		const wanted = { ...(isAutomatic(mapper) && fromItem(json, mapper, catalogue)), ...given };
		const checked = Object.entries(wanted).map(([attribute, value]) => [
			attribute,
			catalogue ? accepted(catalogue, attribute, value, zone) : value,
		]);
		if (checked.length === 0) return { ...request, body };
		return { ...request, body: { ...body, [name]: Object.fromEntries(checked) as Values } };
	};

/**
 * The attributes that a workspace has for something, each a field of its own type: n8n's resource mapper. It stands
 * beside Additional Fields: n8n's editor loads no list for one inside a collection (n8n 2.41.1, ResourceMapper).
 */
export function mapper(of: Of, more: Partial<Field> = {}): Field {
	const { source, otherwise, dependsOn, ...names }: Mapped = mapped[of];
	const { name, displayName } = { ...names, ...more };
	return {
		displayName,
		name,
		type: 'resourceMapper',
		// each attribute takes expressions; for the whole the editor would show a switch that does nothing
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			...(dependsOn && { loadOptionsDependsOn: dependsOn }),
			resourceMapper: {
				resourceMapperMethod: `${of}Attributes`,
				mode: 'map',
				valuesLabel: displayName,
				fieldWords: { singular: 'attribute', plural: 'attributes' },
				// all at once, every yes or no would be sent as no
				addAllFields: false,
				// what depends on nothing is loaded once, maybe before there is a credential; n8n has a Retry beside this
				...(dependsOn ? { hideNoDataError: true } : { noFieldsError: otherwise }),
			},
		},
		to: 'body',
		convert: (value) => written(value, displayName),
		complete: complete(name, source),
		...more,
	};
}

const fieldOf = (
	{ name, label, type, options, required }: Attribute,
	{ asksForRequired }: Mapped,
): ResourceMapperField => ({
	id: name,
	displayName: label === name ? name : `${label} (${name})`,
	type,
	...(type === 'options' && { options }),
	required: required && asksForRequired === true,
	display: true,
	defaultMatch: false,
});

const loader = (one: Mapped) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const send = await connect(this, credentialType(this.getNodeParameter('authentication', 'accessToken')));
		const once: Once = async (_, ask) => await ask();
		const chosen = async (field: Field) =>
			await idOf(field, this.getCurrentNodeParameter(field.name), send, once);
		const values = {
			ticket_type_id: await chosen(pick('ticket_type')),
			ticket_id: await chosen(pick('ticket')),
		};
		const catalogue = await one.source({ values, send, once });
		const fields = catalogue ? usable(catalogue).map((attribute) => fieldOf(attribute, one)) : [];
		return { fields, ...(fields.length === 0 && one.dependsOn && { emptyFieldsNotice: one.otherwise }) };
	};

/** The lists behind the fields that map attributes, by the name the field asks for. */
export const resourceMapping = Object.fromEntries(
	Object.entries(mapped).map(([of, one]) => [`${of}Attributes`, loader(one)]),
);
