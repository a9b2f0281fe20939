import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { resources } from '../../../nodes/Absmartly/resources';
import { misfits, previewOf } from '../../facts/previews';
import { consoleCredentials, credentials, does, eventOf } from '../world/driver';

/** What n8n's editor shows before an operation ran is what it then gives. */

const attributes = { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] };
const body = '{"units":[{"type":"user_id","uid":"42"}],"goals":[{"name":"g","achievedAt":1772000000}]}';
const named = (value: string) => ({ __rl: true, mode: 'name', value });

/** What operations need that do not run as they were added. */
const needed: Record<string, INodeParameters> = {
	'attribute set': { attributes },
	'context publish': { body },
	'exposure track': { experiment: named('support_entry_point') },
	'goal create': { name: 'another_goal' },
	'goal track': { goalName: named('intercom_conversation_started'), properties: attributes },
};

const operations = Object.entries(resources).flatMap(([resource, entry]) =>
	Object.keys(entry.operations).map((name): [string, string] => [resource, name]),
);

it.each(operations)('%s %s', async (resource, name) => {
	const { json, error } = await does(resource, name, needed[`${resource} ${name}`] ?? {}, {
		credentials: { ...credentials(), ...consoleCredentials() },
		items: [eventOf(1)],
	});
	expect(error).toBeUndefined();
	expect(json).not.toEqual([]);
	const preview = previewOf('absmartly', resource, name, resources[resource].operations[name]);
	expect(json.flatMap((item: IDataObject) => misfits(item, preview))).toEqual([]);
	// nothing is given that it does not show
	const shown = Object.keys(preview.properties ?? {});
	expect(json.flatMap((item) => Object.keys(item)).filter((key) => !shown.includes(key))).toEqual([]);
});
