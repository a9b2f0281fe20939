import type { INodePropertyOptions, INodeType } from 'n8n-workflow';
import { oldNodes, operationOf } from '../docs/oldNodes';

/** The ways to use n8n's own Intercom node that docs/migrate.md promises to rewrite, held against that node. */

const { Intercom } = jest.requireActual<{ Intercom: new () => INodeType }>(
	'../../playground/node_modules/n8n-nodes-base/dist/nodes/Intercom/Intercom.node.js',
);

/** The choices of a parameter of the old node: `lead email`. */
const choices = (name: string): string[] =>
	new Intercom().description.properties
		.filter((property) => property.name === name)
		.flatMap(({ options = [], displayOptions }) =>
			(displayOptions?.show?.resource ?? []).flatMap((resource) =>
				(options as INodePropertyOptions[]).map(({ value }) => `${String(resource)} ${String(value)}`),
			),
		)
		.sort();

const used = Object.values(oldNodes);

it('uses every operation of n8n’s own Intercom node', () => {
	expect([...new Set(used.map(operationOf))].sort()).toEqual(choices('operation'));
});

it.each(['selectBy', 'updateBy', 'deleteBy', 'listBy', 'identifierType'])('chooses all of %s', (name) => {
	const chosen = used.map(({ resource = 'user', [name]: by = 'id' }) => `${String(resource)} ${String(by)}`);
	expect(chosen).toEqual(expect.arrayContaining(choices(name)));
});
