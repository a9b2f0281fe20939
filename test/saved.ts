import { commonPollingParameters } from 'n8n-core/dist/nodes-loader/constants';
import {
	NodeHelpers,
	type IConnections,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { nodeType, workflowOf } from './engine';

/** Workflows as people keep them, held against the nodes as they are now. */

export type Saved = { name?: string; nodes: INode[]; connections: IConnections };

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isExpression = (value: unknown): boolean => typeof value === 'string' && value.startsWith('=');

/** Every parameter of each of our nodes as n8n's own Workflow loads it, defaults filled in; by the node's name. */
export function loaded({ nodes, connections }: Saved): Record<string, INodeParameters> {
	const workflow = workflowOf(structuredClone(nodes), connections);
	const ours = nodes.filter(({ type }) => nodeType(type));
	return Object.fromEntries(ours.map(({ name }) => [name, workflow.nodes[name].parameters]));
}

/** What of these values the properties do not know: `path: what is wrong`. */
function unknownIn(
	values: Values,
	properties: INodeProperties[],
	path: string,
	isShown: (property: INodeProperties) => boolean,
): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const at = path ? `${path}.${name}` : name;
		const [property] = properties.filter((one) => one.name === name && isShown(one));
		if (!property) return [`${at}: there is no such parameter`];
		const { type, options = [], modes } = property;
		if (['options', 'multiOptions'].includes(type) && options.length > 0) {
			const choices = options.map((option) => ('value' in option ? option.value : undefined));
			const chosen = [value].flat().filter((one) => !isExpression(one));
			return chosen
				.filter((one) => !choices.includes(one as string))
				.map((one) => `${at}: ${String(one)} is no choice`);
		}
		if (type === 'resourceLocator' && isObject(value) && !modes?.some((mode) => mode.name === value.mode))
			return [`${at}: ${String(value.mode)} is no way to choose it`];
		if (type === 'collection' && isObject(value))
			return unknownIn(value, options as INodeProperties[], at, isShown);
		if (type === 'fixedCollection' && isObject(value)) {
			return Object.entries(value).flatMap(([group, rows]) => {
				const known = options.find((option) => option.name === group);
				if (!known || !('values' in known)) return [`${at}.${group}: there is no such group`];
				return [rows]
					.flat()
					.flatMap((row) => unknownIn(row as Values, known.values, `${at}.${group}`, () => true));
			});
		}
		return [];
	});
}

function misfitsOf(node: INode, parameters: INodeParameters, description: INodeTypeDescription): string[] {
	const versions = [description.version].flat();
	if (!versions.includes(node.typeVersion))
		return [`typeVersion ${node.typeVersion} is none of ${versions.join()}`];
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(parameters, property, node, description, parameters);
	const missing = description.properties
		.filter((property) => property.required && isShown(property))
		.filter(({ name }) => {
			const value = parameters[name];
			return (isObject(value) && 'mode' in value ? value.value : value) === '';
		})
		.map(({ name }) => `${name}: is required and blank`);
	return [...unknownIn(node.parameters, description.properties, '', isShown), ...missing];
}

/** The node with what n8n's loader adds to all that poll: Poll Times. */
function described(type: string): INodeTypeDescription | undefined {
	const { description } = nodeType(type) ?? {};
	if (!description?.polling) return description;
	return { ...description, properties: [...commonPollingParameters, ...description.properties] };
}

/** What n8n would not know any more of a workflow's nodes of this package: `node: parameter: what is wrong`. */
export function misfits(workflow: Saved): string[] {
	const ours = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-intercom-absmartly.'));
	const strangers = ours.filter(({ type }) => !nodeType(type));
	if (strangers.length > 0) return strangers.map(({ name, type }) => `${name}: there is no node ${type}`);
	const now = loaded(workflow);
	return ours.flatMap((node) => {
		const description = described(node.type);
		return description
			? misfitsOf(node, now[node.name], description).map((what) => `${node.name}: ${what}`)
			: [];
	});
}
