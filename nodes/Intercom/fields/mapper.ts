import type { ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { idOf } from '../../core/run/read';
import type { Field, Once } from '../../core/table/operation';
import { choosable, shownAs, wouldRun } from '../../core/values/choices';
import { own as memberOf } from '../../core/values/own';
import { credentialType } from '../connection/credential';
import { usable, type Attribute } from '../pickers/attributes';
import { connect } from '../transport/send';
import { attributeOf, mapped, type Mapped, type Of } from './mapped';
import { complete, written } from './mapping';
import { pick } from './picks';

/**
 * What every workspace has and the attributes that this one has, each a field of its own type: n8n's resource mapper. It
 * stands beside Additional Fields: n8n's editor loads no list for one inside a collection (n8n 2.41.1, ResourceMapper).
 * `beside` are fields of the form that Map Automatically fills from the item where they are blank.
 */
export function mapper(of: Of, beside: Field[] = []): Field {
	const one: Mapped = mapped[of];
	const { displayName, name, columns, dependsOn } = one;
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
				hideNoDataError: true,
				// at first n8n asks before it has filled in the credential
				refreshStaleSchemaOnOpen: true,
			},
		},
		to: 'body',
		spread: true,
		columns,
		convert: (value, zone) => written(value, one, zone),
		complete: complete(one, beside),
	};
}

const fieldOf = (
	{ name, label, type, options, required }: Attribute,
	{ asksForRequired }: Mapped,
): ResourceMapperField => ({
	id: name,
	displayName: shownAs(label),
	type,
	...(type === 'options' && { options: choosable(options) }),
	required: required && asksForRequired === true,
	display: true,
	defaultMatch: false,
});

/** What people call it, with the API's name where that is another one. */
const withName = ({ name, label, ...attribute }: Attribute): Attribute => ({
	...attribute,
	name,
	label: label === name || name.startsWith('_default_') ? label : `${label} (${name})`,
});

/** Stands in the list while n8n has no credential to ask with, and takes no value. */
const notYet: ResourceMapperField = {
	id: '_own',
	displayName: 'Your workspace’s own attributes: choose a credential, then Refresh Attribute List (⋮)',
	type: 'string',
	required: false,
	readOnly: true,
	display: true,
	defaultMatch: false,
};

const loader = (one: Mapped) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const { source, columns, beside = [], otherwise } = one;
		const type = credentialType(this.getNodeParameter('authentication', 'accessToken'));
		const standard = columns.map((column) => fieldOf(attributeOf(column), one));
		if (!memberOf(this.getNode().credentials, type))
			return { fields: columns.length > 0 ? [...standard, notYet] : [] };
		const send = await connect(this, type);
		const once: Once = async (_, ask) => await ask();
		const chosen = async (field: Field) =>
			await idOf(field, this.getCurrentNodeParameter(field.name), send, once);
		const values = {
			ticket_type_id: await chosen(pick('ticket_type')),
			ticket_id: await chosen(pick('ticket')),
		};
		const catalogue = await source({ values, send, once });
		const taken = [...columns.map(({ name }) => name), ...beside];
		const own = (catalogue ? usable(catalogue) : []).filter(
			({ name }) => !taken.includes(name) && !wouldRun(name),
		);
		const fields = [...standard, ...own.map((attribute) => fieldOf(withName(attribute), one))];
		return { fields, ...(fields.length === 0 && otherwise && { emptyFieldsNotice: otherwise }) };
	};

/** The lists behind the fields that map attributes, by the name the field asks for. */
export const resourceMapping = Object.fromEntries(
	Object.entries(mapped).map(([of, one]) => [`${of}Attributes`, loader(one)]),
);
