import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import {
	NodeHelpers,
	Workflow,
	type IExecuteFunctions,
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { Absmartly } from '../nodes/Absmartly/Absmartly.node';
import { resources as absmartly } from '../nodes/Absmartly/resources';
import { fieldsOf } from '../nodes/core/table/fields';
import type { Operation, Resources } from '../nodes/core/table/operation';
import { reader } from '../nodes/core/run/read';
import { IntercomPlus } from '../nodes/Intercom/IntercomPlus.node';
import { resources as intercom } from '../nodes/Intercom/resources';

jest.setTimeout(60_000);

/** What n8n asks of parameters, asked of the generated ones, which a linter does not find in the sources. */

const root = resolve(__dirname, '..');
const eslint = join(root, 'node_modules/eslint/bin/eslint.js');

/** The description as source code. Its inputs and outputs, which are written by hand, are linted where they stand. */
const writtenOut = (name: string, description: INodeTypeDescription): string => `
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

export class ${name} implements INodeType {
	description: INodeTypeDescription = ${inspect(
		JSON.parse(JSON.stringify({ ...description, inputs: [], outputs: [] })),
		{ depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity, compact: false },
	)};
}
`;

type Message = { ruleId: string; message: string; line: number };

/** What ESLint with this repository's rules, which are those of n8n's scanner, says of a description; each thing once. */
function lint(name: string, description: INodeTypeDescription): string[] {
	const text = writtenOut(name, description);
	const path = `nodes/${name}/${description.name[0].toUpperCase()}${description.name.slice(1)}.node.ts`;
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[eslint, '--stdin', '--stdin-filename', path, '--format', 'json'],
		{
			cwd: root,
			input: text,
			encoding: 'utf8',
			maxBuffer: 2 ** 26,
			// with NODE_ENV as Jest sets it, n8n's rules believe that they are being tested themselves
			env: { ...process.env, NODE_ENV: '' },
		},
	);
	if (!stdout) throw new Error(stderr);
	const [{ messages }] = JSON.parse(stdout) as [{ messages: Message[] }];
	const lines = text.split('\n');
	return [
		...new Set(
			messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} At: ${lines[line - 1].trim()}`),
		),
	];
}

type Option = NonNullable<INodeProperties['options']>[number];

const isChoice = (option: Option): option is INodePropertyOptions => 'value' in option;

const inside = ({ options = [] }: INodeProperties): INodeProperties[] =>
	options.flatMap((option) => ('values' in option ? option.values : isChoice(option) ? [] : [option]));

const withInner = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [property, ...withInner(inside(property))]);

const labelled = ({ name, displayName }: INodeProperties): string => `${displayName} (${name})`;

const isObject = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';

function isJson(value: string): boolean {
	try {
		JSON.parse(value);
		return true;
	} catch {
		return false;
	}
}

const fits: Record<string, (value: unknown, property: INodeProperties) => boolean> = {
	string: isText,
	dateTime: isText,
	json: (value) => isText(value) && (value === '' || isJson(value)),
	boolean: (value) => typeof value === 'boolean',
	notice: (value) => value === '',
	number: (value) => typeof value === 'number',
	options: (value, { options = [] }) => options.filter(isChoice).some((option) => option.value === value),
	multiOptions: (value, { options = [] }) =>
		Array.isArray(value) &&
		value.every((one) => options.filter(isChoice).some((option) => option.value === one)),
	collection: isObject,
	fixedCollection: (value, { options = [] }) =>
		isObject(value) && Object.keys(value as object).every((key) => options.some(({ name }) => name === key)),
	assignmentCollection: isObject,
	resourceMapper: isObject,
	hidden: isObject,
	resourceLocator: (value, { modes = [] }) =>
		isObject(value) && modes.some(({ name }) => name === (value as { mode?: string }).mode),
};

type Case = {
	type: INodeType;
	resources: Resources;
	/** The resources that most people come for, in the order of use. */
	first: string[];
};

const nodes: Array<[string, Case]> = [
	[
		'Intercom',
		{
			type: new IntercomPlus(),
			resources: intercom,
			first: ['Contact', 'Conversation', 'Company', 'Ticket', 'Message', 'Tag', 'Note'],
		},
	],
	[
		'Absmartly',
		{
			type: new Absmartly(),
			resources: absmartly,
			first: ['Goal', 'Exposure', 'Attribute', 'Experiment'],
		},
	],
];

type Entry = { resource: string; name: string; operation: Operation };

const entriesOf = (resources: Resources): Entry[] =>
	Object.entries(resources).flatMap(([resource, { operations }]) =>
		Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
	);

/** The top-level parameters of one operation, shown or not. */
const parametersOf = ({ type }: Case, { resource, name }: Entry): INodeProperties[] =>
	type.description.properties.filter(({ displayOptions: { show = {} } = {} }) =>
		Object.entries({ resource, operation: name }).every(
			([parameter, value]) => show[parameter]?.includes(value) ?? true,
		),
	);

/** What stands above an operation's fields. */
const above = ['authentication', 'resource', 'operation'];

/** The names of the fields that the machine reads while the user has touched nothing. */
function readAtFirst(operation: Operation): string[] {
	// n8n marks the value of a picker as one
	const defaults = Object.fromEntries(
		fieldsOf(operation).map(({ name, type, default: preset }) => [
			name,
			type === 'resourceLocator' ? { __rl: true, ...(preset as object) } : preset,
		]),
	);
	const context = {
		getNode: () => ({ parameters: defaults }),
		getNodeParameter: (name: string) => defaults[name],
	} as unknown as IExecuteFunctions;
	const values = reader(context, operation)(0);
	return Object.keys(values).filter((name) => values[name] !== null);
}

describe.each(nodes)('%s', (name, node) => {
	const { type, resources, first } = node;
	const { description } = type;
	const all = withInner(description.properties);
	const entries = entriesOf(resources);

	it('passes the lint', () => {
		// n8n's rule takes names such as WhatsApp apart
		const isOwnName = /action-miscased.*(Fin|in-app|Messenger|WhatsApp)/;
		// the order of options is held below: resources and operations stand in the order of use
		const isOrder = /options-type-unsorted-items/;
		const said = lint(name, description);
		expect(said.filter((one) => !isOwnName.test(one) && !isOrder.test(one))).toEqual([]);
	});

	it('has its resources by the alphabet but for those that most people come for', () => {
		const labels = Object.values(resources).map((resource) => resource.name);
		expect(labels.slice(0, first.length)).toEqual(first);
		const rest = labels.slice(first.length);
		expect(rest).toEqual([...rest].sort((a, b) => a.localeCompare(b)));
	});

	it('has the options of every field in alphabetical order', () => {
		const unsorted = all.filter(({ name: parameter, options = [] }) => {
			if (['resource', 'operation'].includes(parameter)) return false;
			const labels = options.map((option) =>
				isChoice(option) ? option.name : (option.displayName ?? option.name),
			);
			return labels.join() !== [...labels].sort((a, b) => a.localeCompare(b)).join();
		});
		expect(
			unsorted.map(
				(property) => `${labelled(property)} ${JSON.stringify(property.displayOptions?.show ?? {})}`,
			),
		).toEqual([]);
	});

	it('has placeholders that give an example, and buttons that say Add', () => {
		const start = ({ type: kind }: INodeProperties) =>
			['collection', 'fixedCollection'].includes(kind) ? 'Add ' : 'e.g. ';
		const texts = all.flatMap((property) => [
			{ at: property, placeholder: property.placeholder },
			...(property.modes ?? []).map(({ placeholder }) => ({ at: property, placeholder })),
		]);
		const wrong = texts.filter(
			({ at, placeholder }) => placeholder !== undefined && !placeholder.startsWith(start(at)),
		);
		expect(wrong.map(({ at, placeholder }) => `${labelled(at)}: ${placeholder}`)).toEqual([]);
	});

	it('has a name, an action and a description for every operation, without a final period', () => {
		const operations = all
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [] }) => options.filter(isChoice));
		expect(operations).toHaveLength(entries.length);
		for (const operation of operations) {
			const text = expect.stringMatching(/^[A-Z].*[^.]$/) as string;
			expect(operation).toEqual({
				name: text,
				value: expect.stringMatching(/^[a-z]\w+$/) as string,
				action: text,
				description: text,
			});
		}
	});

	it('has no two parameters of one name in an operation', () => {
		const repeated = entries.flatMap((entry) => {
			const names = parametersOf(node, entry).map((property) => property.name);
			return names
				.filter((one, index) => names.indexOf(one) < index)
				.map((one) => `${entry.resource} ${entry.name}: ${one}`);
		});
		expect(repeated).toEqual([]);
	});

	it('gives each operation its fields in their order, and its collections their own options', () => {
		for (const entry of entries) {
			const shown = { resource: entry.resource, operation: entry.name };
			const optionsOf = ({ options = [] }: INodeProperties): string[] =>
				options
					.filter((option) => NodeHelpers.displayParameter({}, option as INodeProperties, null, null, shown))
					.map(({ name: option }) => option);
			const given = parametersOf(node, entry)
				.filter(({ name }) => !above.includes(name))
				.map((property) => [property.name, ...(property.type === 'collection' ? optionsOf(property) : [])]);
			const wanted = fieldsOf(entry.operation).map((field) => [
				field.name,
				...(field.type === 'collection' ? (field.options ?? []).map(({ name: option }) => option) : []),
			]);
			const sorted = (lists: string[][]) => lists.map(([first, ...others]) => [first, ...others.sort()]);
			expect([entry.resource, entry.name, sorted(given)]).toEqual([
				entry.resource,
				entry.name,
				sorted(wanted),
			]);
		}
	});

	it('has a list method behind every picker', () => {
		const methods = all.flatMap(({ modes = [] }) =>
			modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []),
		);
		const known = Object.keys(type.methods?.listSearch ?? {});
		expect(methods.filter((method) => !known.includes(method))).toEqual([]);
	});

	it('simplifies to at most 10 members, each once', () => {
		const wrong = entries.filter(
			({ operation: { simplify = [] } }) => simplify.length > 10 || new Set(simplify).size < simplify.length,
		);
		expect(wrong.map((entry) => `${entry.resource} ${entry.name}`)).toEqual([]);
	});

	it('has defaults that fit their types', () => {
		const wrong = all.filter((property) => !fits[property.type]?.(property.default, property));
		expect(wrong.map((one) => `${labelled(one)}: ${one.type} ${JSON.stringify(one.default)}`)).toEqual([]);
	});

	it('shows in n8n what the machine reads', () => {
		const workflow = new Workflow({
			active: false,
			connections: {},
			nodes: entries.map(
				(entry): INode => ({
					id: `${entry.resource} ${entry.name}`,
					name: `${entry.resource} ${entry.name}`,
					type: description.name,
					typeVersion: 1,
					position: [0, 0],
					parameters: { resource: entry.resource, operation: entry.name },
				}),
			),
			nodeTypes: {
				getByName: () => type,
				getByNameAndVersion: () => type,
				getKnownTypes: () => ({}),
			},
		});
		const choices = description.properties
			.filter(({ displayOptions }) => !displayOptions)
			.map((property) => property.name);
		for (const entry of entries) {
			const shown = Object.keys(workflow.getNode(`${entry.resource} ${entry.name}`)?.parameters ?? {});
			const read = [...choices, 'operation', ...readAtFirst(entry.operation)];
			// a notice is only looked at
			expect(shown.filter((parameter) => parameter !== 'notice').sort()).toEqual(read.sort());
		}
	});
});

it('lints what is written out: names, descriptions and orders, down in collections', () => {
	const { description } = new Absmartly();
	const wrong: INodeProperties = {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		default: {},
		options: [
			{ displayName: 'lower case', name: 'a', type: 'string', default: '', description: 'One sentence.' },
			{ displayName: 'Agree', name: 'b', type: 'boolean', default: false, description: 'Agree to it' },
		],
	};
	const found = lint('Absmartly', { ...description, properties: [wrong] }).join('\n');
	for (const rule of [
		'node-param-display-name-miscased',
		'node-param-description-excess-final-period',
		'node-param-description-boolean-without-whether',
	]) {
		expect(found).toContain(rule);
	}
});

/** Fields that the editor shows of an operation that was just added. */
function firstSight({ type }: Case, resource: string, operation: string): string[] {
	const { description } = type;
	const node = { typeVersion: 1 } as INode;
	const parameters = NodeHelpers.getNodeParameters(
		description.properties,
		{ resource, operation },
		true,
		false,
		node,
		description,
	);
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(parameters ?? {}, property, node, description);
	// what says which operation it is, and what comes with every one
	const given = ['authentication', 'resource', 'operation', 'simplify'];
	return description.properties
		.filter(({ name, type: kind }) => !given.includes(name) && !['collection', 'hidden'].includes(kind))
		.filter(isShown)
		.map(({ name }) => name);
}

it.each<[node: string, resource: string, operation: string, most: number]>([
	['Intercom', 'contact', 'create', 4],
	['Intercom', 'contact', 'upsert', 4],
	['Intercom', 'conversation', 'replyAsAdmin', 4],
	['Intercom', 'conversation', 'replyAsContact', 4],
	['Intercom', 'ticket', 'replyAsAdmin', 4],
	['Intercom', 'ticket', 'replyAsContact', 4],
	['Intercom', 'message', 'sendInApp', 4],
	['Intercom', 'message', 'sendEmail', 4],
	['Intercom', 'message', 'sendWhatsApp', 4],
	['Intercom', 'ticket', 'create', 5],
	['Intercom', 'conversation', 'search', 4],
	['Absmartly', 'goal', 'track', 5],
])('%s %s %s shows at most %i fields at first sight', (name, resource, operation, most) => {
	const shown = firstSight(Object.fromEntries(nodes)[name], resource, operation);
	expect([shown, shown.length <= most]).toEqual([shown, true]);
	expect(shown.length).toBeGreaterThan(1);
});
