import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { Absmartly } from '../nodes/Absmartly/Absmartly.node.ts';
import { resources as absmartly } from '../nodes/Absmartly/resources';
import type { Resources } from '../nodes/core/table/operation';
import { IntercomPlus } from '../nodes/Intercom/IntercomPlus.node.ts';
import { resources as intercom } from '../nodes/Intercom/resources';

/**
 * What an operation adds to the description: the editor loads all of it before anybody opens a node, and n8n walks each
 * parameter several times for each workflow that it makes. Bounds of what is there, so that it stays so.
 */

const operationsIn = (resources: Resources): number =>
	Object.values(resources).reduce((count, { operations }) => count + Object.keys(operations).length, 0);

const kilobytes = (value: unknown): number => JSON.stringify(value).length / 1000;

/** Each lists all that one can filter by, with operators and pickers, and once more in its groups. */
const isSearchForm = ({ type, name, displayOptions }: INodeProperties): boolean =>
	(name === 'filters' && type === 'fixedCollection') ||
	(name === 'options' && Boolean(displayOptions?.show?.operation?.includes('search')));

it.each<[string, INodeTypeDescription, Resources, { kilobytes: number; parameters: number }]>([
	['Intercom Plus', new IntercomPlus().description, intercom, { kilobytes: 0.95, parameters: 1.35 }],
	['ABsmartly', new Absmartly().description, absmartly, { kilobytes: 1.65, parameters: 2.6 }],
])('%s adds little for each operation', (_, { properties }, resources, bounds) => {
	const operations = operationsIn(resources);
	const forms = properties.filter(isSearchForm);
	const others = properties.filter((property) => !forms.includes(property));
	expect(kilobytes(forms)).toBeLessThan(90);
	expect(kilobytes(others) / operations).toBeLessThanOrEqual(bounds.kilobytes);
	expect(properties.length / operations).toBeLessThanOrEqual(bounds.parameters);
});
