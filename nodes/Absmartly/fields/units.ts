import type { Field } from '../../core/table/operation';
import { named, unitTypePicker } from './fields';

/** Who an event belongs to. */
export const units: Field = {
	displayName: 'Units',
	name: 'units',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Unit',
	default: { unit: [{ type: named('user_id'), from: 'externalId' }] },
	description: 'Whom it counts for. ABsmartly stores it once for each unit.',
	options: [
		{
			displayName: 'Unit',
			name: 'unit',
			values: [
				unitTypePicker({
					displayName: 'Type',
					name: 'type',
					default: named('user_id'),
					description: 'The unit type as in ABsmartly; case counts',
				}),
				{
					displayName: 'ID From',
					name: 'from',
					type: 'options',
					default: 'externalId',
					options: [
						{
							name: 'Attribute',
							value: 'attribute',
							description: 'A value of the item that you name',
						},
						{
							name: 'Contact’s Email',
							value: 'email',
							description: 'The email of the event’s contact',
						},
						{
							name: 'Contact’s External ID',
							value: 'externalId',
							description: 'The ID your app gave the event’s contact; leads have none',
						},
						{ name: 'Value', value: 'value', description: 'A text or an expression' },
					],
					description: 'Where the ID comes from that your app gives ABsmartly for this person',
				},
				{
					displayName: 'Attribute',
					name: 'attribute',
					type: 'string',
					default: '',
					placeholder: 'e.g. data.custom_attributes.anonymous_id',
					show: { from: ['attribute'] },
					description: 'Where in the item the ID stands, with dots between the steps',
				},
				{
					displayName: 'ID',
					name: 'uid',
					type: 'string',
					default: '',
					placeholder: 'e.g. 42',
					show: { from: ['value'] },
					description: 'The ID that your app gives ABsmartly for this person',
				},
			],
		},
	],
};

/** An option of every operation that has units: what becomes of an ID that may stand for nobody. */
export const unknownRole: Field = {
	displayName: 'External ID of Unknown Role',
	name: 'unknownRole',
	type: 'options',
	default: 'skip',
	options: [
		{ name: 'Fail', value: 'fail', description: 'The item fails' },
		{ name: 'Skip', value: 'skip', description: 'The unit is left out, and the item says why' },
		{
			name: 'Use',
			value: 'use',
			description: 'Right if the user IDs of your own app are UUIDs',
		},
	],
	description:
		'What to do with an external ID that looks like those Intercom makes up for leads (a UUID) when nothing says whether the contact is a lead or a user',
};

/** Where nothing else is optional. */
export const unitOptions: Field = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [unknownRole],
};
