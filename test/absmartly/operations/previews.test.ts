import type { IDataObject } from 'n8n-workflow';
import { resources } from '../../../nodes/Absmartly/resources';
import { misfits, previewOf } from '../../facts/previews';
import { absmartly, consoleCredentials, credentials, does, eventOf } from '../world/driver';
import { needed, states } from './needed';

/** What n8n's editor shows before an operation ran is what it then gives. */

const operations = Object.entries(resources).flatMap(([resource, entry]) =>
	Object.keys(entry.operations).map((name): [string, string] => [resource, name]),
);

it.each(operations)('%s %s', async (resource, name) => {
	const { id } = absmartly.addExperiment({ name: 'checkout_button', ...states[`${resource} ${name}`] });
	absmartly.raiseAlert(id, 'sample_ratio_mismatch', { pvalue: 0.001 });
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
