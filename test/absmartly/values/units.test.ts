import type { IDataObject } from 'n8n-workflow';
import { unitsOf } from '../../../nodes/Absmartly/values/units';

/** As Intercom makes them up for leads. */
const MADE_UP = '2b7c9f04-55d1-4e0a-9c3e-6f1d8a7b0c11';
const units = { unit: [{ type: 'user_id', from: 'externalId' }] };
const event = (externalId: string, role: string | null): IDataObject => ({ contact: { externalId, role } });
const ids = (json: IDataObject, options = {}) => unitsOf(json, units, options).map(({ uid }) => uid);

describe('an external ID of a contact', () => {
	it.each<[string, IDataObject, string[]]>([
		['of a user is used, whatever it looks like', event(MADE_UP, 'user'), [MADE_UP]],
		['of a lead is none', event(MADE_UP, 'lead'), []],
		['of nobody knows whom is left out where Intercom may have made it up', event(MADE_UP, null), []],
		['in capitals too', event(MADE_UP.toUpperCase(), null), []],
		['is used where it looks otherwise', event('42', null), ['42']],
		[
			'in a conversation, which names no roles, is left out',
			{ contacts: { contacts: [{ id: 'a', external_id: MADE_UP }] } },
			[],
		],
		[
			'of a contact itself is used: Intercom says its role',
			{ external_id: MADE_UP, role: 'user' },
			[MADE_UP],
		],
		['of an item that is none of Intercom’s is used', { externalId: MADE_UP }, [MADE_UP]],
	])('%s', (_, json, expected) => {
		expect(ids(json)).toEqual(expected);
	});

	it('of an unknown role is used, or fails, where that is chosen', () => {
		expect(ids(event(MADE_UP, null), { unknownRole: 'use' })).toEqual([MADE_UP]);
		expect(() => ids(event(MADE_UP, null), { unknownRole: 'fail' })).toThrow(
			'Nothing says whether this contact is a lead or a user',
		);
		expect(ids(event(MADE_UP, 'lead'), { unknownRole: 'use' })).toEqual([]);
		expect(ids(event('42', null), { unknownRole: 'fail' })).toEqual(['42']);
	});

	it('leaves other units of the item alone', () => {
		const both = { unit: [...units.unit, { type: 'email', from: 'value', uid: 'a@example.com' }] };
		expect(unitsOf(event(MADE_UP, null), both)).toEqual([{ type: 'email', uid: 'a@example.com' }]);
	});
});
