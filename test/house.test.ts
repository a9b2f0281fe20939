import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, posix, resolve, sep } from 'node:path';
import ts from 'typescript';

/** The rules of the house: what the sources under nodes/ and credentials/ must never do. */

type Source = {
	path: string;
	text: string;
	/** Relative imports, as paths from the root. */
	imports: string[];
	packages: string[];
	tree: ts.SourceFile;
};

/** The sources by path. */
type House = Map<string, Source>;

type Rule = {
	name: string;
	/** What in this file breaks the rule. */
	breaches(source: Source, house: House): string[];
	/** A path and a line of code that break it, to show that the rule sees. */
	offender: [path: string, code: string];
};

const root = resolve(__dirname, '..');

function parse(path: string, text: string): Source {
	const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
	const isRelative = (specifier: string) => specifier.startsWith('.');
	return {
		path,
		text,
		imports: specifiers.filter(isRelative).map((to) => posix.join(posix.dirname(path), to)),
		packages: specifiers.filter((specifier) => !isRelative(specifier)),
		tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
	};
}

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => posix.join(folder, ...file.split(sep)))
		.map((path) => parse(path, readFileSync(join(root, path), 'utf8'))),
);

/** The text of every syntax node, outermost first, that passes. */
function find(node: ts.Node, passes: (node: ts.Node) => boolean): string[] {
	const found = passes(node) ? [node.getText()] : [];
	node.forEachChild((child) => void found.push(...find(child, passes)));
	return found;
}

const names =
	(...texts: string[]) =>
	(node: ts.Node) =>
		(ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && texts.includes(node.text);

const CORE = [
	'core/n8n',
	'core/vendor',
	'core/table',
	'core/values',
	'core/html',
	'core/http',
	'core/run',
	'core/webhook',
];
const BELOW_FIELDS = [...CORE, 'Intercom/connection', 'Intercom/transport', 'Intercom/pickers'];
const BELOW_POLLING = [...BELOW_FIELDS, 'Intercom/fields', 'Intercom/transcript', 'Intercom/webhook'];
const BELOW_PUBLISHING = [...CORE, 'Absmartly/values', 'Absmartly/transport'];

/** Each room and the rooms it may import; it may always import itself. nodes/README.md draws it. */
const rooms: Record<string, string[]> = {
	'core/n8n': [],
	'core/table': [],
	'core/vendor': [],
	'core/values': ['core/vendor', 'core/table'],
	'core/html': ['core/vendor', 'core/values'],
	'core/http': ['core/n8n', 'core/table', 'core/values', 'core/html'],
	'core/run': ['core/n8n', 'core/table', 'core/values', 'core/http'],
	'core/webhook': ['core/n8n', 'core/table', 'core/values'],
	'Intercom/connection': CORE,
	'Intercom/transport': [...CORE, 'Intercom/connection'],
	'Intercom/pickers': [...CORE, 'Intercom/connection', 'Intercom/transport'],
	'Intercom/fields': BELOW_FIELDS,
	'Intercom/search': [...BELOW_FIELDS, 'Intercom/fields'],
	'Intercom/operations': [...BELOW_FIELDS, 'Intercom/fields'],
	'Intercom/exports': [...BELOW_FIELDS, 'Intercom/fields'],
	'Intercom/transcript': [...BELOW_FIELDS, 'Intercom/fields'],
	'Intercom/webhook': [...BELOW_FIELDS, 'Intercom/fields', 'Intercom/transcript'],
	'Intercom/polling': BELOW_POLLING,
	'Intercom/identity': BELOW_POLLING,
	'Intercom/resources': [
		...BELOW_POLLING,
		'Intercom/search',
		'Intercom/operations',
		'Intercom/exports',
		'Intercom/identity',
	],
	'Absmartly/values': CORE,
	'Absmartly/transport': [...CORE, 'Absmartly/values'],
	'Absmartly/operations': BELOW_PUBLISHING,
	'Absmartly/fields': BELOW_PUBLISHING,
	'Absmartly/publishing': BELOW_PUBLISHING,
	'Absmartly/webhook': BELOW_PUBLISHING,
	'Absmartly/resources': [
		...BELOW_PUBLISHING,
		'Absmartly/operations',
		'Absmartly/fields',
		'Absmartly/publishing',
	],
	credentials: ['Intercom/connection', 'Absmartly/transport', 'core/http'],
};

/** `Intercom/webhook` of whatever lies in it; the folder of a node for what lies at its root. */
const roomOf = (path: string): string =>
	posix
		.dirname(path)
		.replace(/^nodes\//, '')
		.split('/')
		.slice(0, 2)
		.join('/');

const isNode = (path: string): boolean => /^nodes\/(Intercom|Absmartly)\/\w+\.node\.ts$/.test(path);

/** The files that a file imports. */
const imported = ({ imports }: Source, house: House): string[] =>
	imports.flatMap((to) => [to, `${to}.ts`, `${to}/index.ts`].filter((path) => house.has(path)));

/** Every file that can be reached from these by imports, at least one. */
function reachable(from: string[], house: House): Set<string> {
	const found = new Set<string>();
	const left = [...from];
	for (let path = left.pop(); path !== undefined; path = left.pop()) {
		const next = imported(house.get(path)!, house).filter((to) => !found.has(to));
		for (const to of next) found.add(to);
		left.push(...next);
	}
	return found;
}

/** The shortest way from a file to itself, which there must be. */
function wayBack(path: string, house: House): string[] {
	let ways = [[path]];
	for (;;) {
		const next = ways.flatMap((way) => imported(house.get(way.at(-1)!)!, house).map((to) => [...way, to]));
		const found = next.find((way) => way.at(-1) === path);
		if (found) return found;
		ways = next.filter((way) => new Set(way).size === way.length);
	}
}

/** The functions of a source that have more lines. */
const longer = (most: number, tree: ts.SourceFile): string[] => {
	const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
	return find(
		tree,
		(node) => ts.isFunctionLike(node) && 'body' in node && line(node.end) - line(node.getStart()) >= most,
	).map((text) => `${text.split('\n')[0]} …`);
};

/** The table and the samples are data, as long as they need to be. */
const isData = (path: string): boolean => /^nodes\/Intercom\/(resources|webhook\/samples)\//.test(path);

const MOST_LINES = 250;
const MOST_LINES_OF_A_FUNCTION = 60;

const isUnder = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

const vendors = ['nodes/Intercom', 'nodes/Absmartly'];

// All but the first belong to credentials, which no table of operations describes
const showsFields = [
	'nodes/core/table/describe.ts',
	'nodes/core/table/shared.ts',
	'nodes/Absmartly/transport/credentials.ts',
	'nodes/Intercom/connection/authentication.ts',
	'nodes/Intercom/connection/credentialFields.ts',
];

/** Whether it makes a path of parts: what begins with a slash and is not written down whole. */
function makesPath(node: ts.Node): boolean {
	if (ts.isTemplateExpression(node)) return node.head.text.startsWith('/');
	if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
	return ts.isStringLiteralLike(node.left) && node.left.text.startsWith('/');
}

const rules: Rule[] = [
	{
		name: 'a room imports only the rooms below it',
		breaches({ path, imports }) {
			const from = roomOf(path);
			if (isNode(path) || !rooms[from]) return [];
			return imports
				.filter((to) => rooms[roomOf(to)] && roomOf(to) !== from && !rooms[from].includes(roomOf(to)))
				.map((to) => `${to}: ${from} may import ${rooms[from].join(', ') || 'no other room'}`);
		},
		offender: ['nodes/Intercom/transport/x.ts', "import { pick } from '../fields/picks';"],
	},
	{
		name: 'no circle between files',
		breaches: ({ path }, house) =>
			reachable([path], house).has(path) ? [wayBack(path, house).join(' → ')] : [],
		offender: ['nodes/core/table/operation.ts', "import { fieldsOf } from './fields';"],
	},
	{
		name: 'no loose file: each stands in a room; at the root of a vendor only its nodes',
		breaches: ({ path }) =>
			isUnder('credentials')(path) || isNode(path) || rooms[roomOf(path)]
				? []
				: ['stands in no room (a new one goes into `rooms` in test/house.test.ts and into nodes/README.md)'],
		offender: ['nodes/Intercom/loose.ts', ''],
	},
	{
		name: 'a room has more than one file, and no index that only passes on',
		breaches: ({ path, tree }, house) => [
			...([...house.keys()].filter((other) => roomOf(other) === roomOf(path)).length < 2 && !isNode(path)
				? ['stands alone in its room']
				: []),
			...(basename(path) === 'index.ts' && tree.statements.every((each) => ts.isExportDeclaration(each))
				? ['only passes on']
				: []),
		],
		offender: ['nodes/core/table/index.ts', "export { describe } from './describe';"],
	},
	{
		name: 'every file is reached from a node or a credential',
		breaches({ path }, house) {
			const roots = [...house.keys()].filter((each) => isNode(each) || isUnder('credentials')(each));
			return roots.includes(path) || reachable(roots, house).has(path) ? [] : ['nothing imports it'];
		},
		offender: ['nodes/Intercom/transport/x.ts', 'export const x = 1;'],
	},
	{
		name: `no file but the table and the samples has more than ${MOST_LINES} lines, no function more than ${MOST_LINES_OF_A_FUNCTION}`,
		breaches: ({ path, text, tree }) => [
			...(!isData(path) && text.trimEnd().split('\n').length > MOST_LINES
				? [`has ${text.trimEnd().split('\n').length} lines`]
				: []),
			...(/webhook\/samples\//.test(path) ? [] : longer(MOST_LINES_OF_A_FUNCTION, tree)),
		],
		offender: ['nodes/core/run/x.ts', `export function x() {${'\n'.repeat(60)}}`],
	},
	{
		name: 'nodes/Intercom and nodes/Absmartly do not import each other',
		breaches({ path, imports }) {
			const other = vendors.filter((vendor) => !isUnder(vendor)(path));
			return other.length < vendors.length
				? imports.filter((to) => other.some((vendor) => isUnder(vendor)(to)))
				: [];
		},
		offender: ['nodes/Absmartly/x.ts', "export { send } from '../Intercom/send';"],
	},
	{
		name: 'nodes/core imports itself, n8n-workflow and crypto only',
		breaches: ({ path, imports, packages }) =>
			isUnder('nodes/core')(path) && !isUnder('nodes/core/vendor')(path)
				? [
						...imports.filter((to) => !isUnder('nodes/core')(to)),
						...packages.filter((name) => !['n8n-workflow', 'node:crypto'].includes(name)),
					]
				: [],
		offender: ['nodes/core/x.ts', "import type { Contact } from '../Intercom/resources/contact';"],
	},
	{
		name: 'n8n-workflow and crypto are the only packages; libraries come in by nodes/core/vendor',
		breaches: ({ path, packages }) =>
			isUnder('nodes/core/vendor')(path)
				? []
				: packages.filter((name) => !['n8n-workflow', 'crypto', 'node:crypto'].includes(name)),
		offender: ['nodes/Intercom/x.ts', "const { z } = require('zod');"],
	},
	{
		name: 'a file of nodes/core/vendor is called as its library and passes on what we use of it, nothing else',
		breaches: ({ path, packages, tree }) =>
			!isUnder('nodes/core/vendor')(path)
				? []
				: [
						...(packages.includes(basename(path, '.ts')) ? [] : ['is not called as its library']),
						...tree.statements
							.filter(
								(each) => !ts.isExportDeclaration(each) || !ts.isNamedExports(each.exportClause ?? each),
							)
							.map((each) => each.getText()),
					],
		offender: ['nodes/core/vendor/zod.ts', "export * from 'zod';"],
	},
	{
		name: 'relative imports stay under nodes/ and credentials/',
		breaches: ({ imports }) => imports.filter((to) => !isUnder('nodes')(to) && !isUnder('credentials')(to)),
		offender: ['nodes/Intercom/x.ts', "import { startIntercom } from '../../test/simulators/intercom';"],
	},
	{
		name: 'displayOptions is written by nodes/core/table/describe.ts and what it shares, the triggers and the choice of a credential only',
		breaches: ({ path, tree }) =>
			!isUnder('nodes')(path) || showsFields.includes(path) || basename(path) === 'description.ts'
				? []
				: find(tree, (node) => names('displayOptions')(node) && !ts.isLiteralTypeNode(node.parent)),
		offender: ['nodes/Intercom/x.ts', "const x = { displayOptions: { show: { resource: ['contact'] } } };"],
	},
	{
		name: "Intercom's hosts stand in nodes/Intercom/connection/hosts.ts only",
		breaches: ({ path, text }) =>
			path === 'nodes/Intercom/connection/hosts.ts'
				? []
				: (text.match(/\bapi(\.\w+)?\.intercom\.\w+/g) ?? []),
		offender: ['credentials/x.ts', "const url = 'https://api.eu.intercom.io/me';"],
	},
	{
		name: 'no any',
		breaches: ({ tree }) => find(tree, ({ kind }) => kind === ts.SyntaxKind.AnyKeyword),
		offender: ['nodes/core/x.ts', 'const x = (y as any[]).length;'],
	},
	{
		name: 'no eslint-disable and no @ts- comment',
		breaches: ({ text }) => text.match(/eslint-disable\S*|@ts-(ignore|nocheck|expect-error)/g) ?? [],
		offender: ['nodes/core/x.ts', '// eslint-disable-next-line no-console'],
	},
	{
		name: 'no setTimeout',
		breaches: ({ tree }) => find(tree, names('setTimeout')),
		offender: ['nodes/core/x.ts', 'const wait = globalThis.setTimeout(() => {}, 1);'],
	},
	{
		name: 'a value in a message is shown cut off, whatever it is',
		breaches: ({ text }) => text.match(/'\$\{String\([^}]*\}'/g) ?? [],
		offender: ['nodes/core/x.ts', "throw new UserError(`Limit is '${String(most)}'`);"],
	},
	{
		name: 'no process.env',
		breaches: ({ tree }) =>
			find(
				tree,
				(node) =>
					(ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
					node.expression.getText() === 'process',
			),
		offender: ['nodes/core/x.ts', "const port = process['env'].PORT;"],
	},
	{
		name: 'no file or folder is called utils, helpers or common',
		breaches: ({ path }) =>
			path.split('/').filter((part) => /^(utils?|helpers?|common)$/i.test(basename(part, '.ts'))),
		offender: ['nodes/Intercom/helpers.ts', ''],
	},
	{
		name: 'one function makes every path: none begins in a template or by + elsewhere',
		breaches: ({ path, tree }) => (path === 'nodes/core/values/path.ts' ? [] : find(tree, makesPath)),
		offender: ['nodes/Intercom/x.ts', 'const path = `/contacts/${id}`;'],
	},
	{
		name: 'one function makes every path: none begins with a text and +',
		breaches: ({ path, tree }) => (path === 'nodes/core/values/path.ts' ? [] : find(tree, makesPath)),
		offender: ['nodes/Intercom/x.ts', "const path = '/contacts/' + id + '/notes';"],
	},
	{
		name: 'one function makes every path: nobody else escapes a segment',
		breaches: ({ path, tree }) =>
			path === 'nodes/core/values/path.ts' ? [] : find(tree, names('encodeURIComponent')),
		offender: ['nodes/Intercom/x.ts', 'const path = [base, encodeURIComponent(id)].join(slash);'],
	},
	{
		name: 'no switch on resource or operation',
		breaches: ({ tree }) =>
			find(
				tree,
				(node) =>
					ts.isSwitchStatement(node) && find(node.expression, names('resource', 'operation')).length > 0,
			),
		offender: ['nodes/core/x.ts', "switch (this.getNodeParameter('operation', 0)) { case 'get': break; }"],
	},
];

const houseOf = (all: Source[]): House => new Map(all.map((source) => [source.path, source]));

for (const { name, breaches, offender } of rules) {
	it(name, () => {
		const bad = parse(...offender);
		expect(breaches(bad, houseOf([...sources, bad]))).not.toEqual([]);
		const house = houseOf(sources);
		const found = sources.flatMap((source) =>
			breaches(source, house).map((text) => `${source.path}: ${text} (rule: ${name})`),
		);
		expect(found).toEqual([]);
	});
}

it('reads the sources of both nodes, of core and of the credentials', () => {
	for (const folder of ['nodes/Intercom', 'nodes/Absmartly', 'nodes/core', 'credentials'])
		expect(sources.map(({ path }) => path)).toContainEqual(expect.stringMatching(`^${folder}/`));
});

describe('no plain object is read by a name that comes from outside, except by own()', () => {
	/** Each reads or writes a member by a name that nobody wrote down. */
	const offenders: Record<string, string> = {
		'reads a member': 'export const x = (of: Record<string, number>, key: string) => of[key];',
		'writes a member': 'export const x = (of: Record<string, number>, key: string) => (of[key] = 1);',
		'asks for a member': 'export const x = (of: object, key: string) => key in of;',
		'takes a member apart':
			'export function x(of: Record<string, number>, key: string) { const { [key]: one } = of; return one; }',
	};
	const fine = `export const x = (list: string[], by: Map<string, string>, of: { a: number; b: number }, key: 'a' | 'b') =>
		[list[0], list[list.length - 1], by.get('a'), of['a'], of[key], { [list[0]]: 1 }];`;
	const invented = new Map(
		[...Object.values(offenders), fine].map((code, index) => [join(root, `nodes/core/x${index}.ts`), code]),
	);

	const { options } = ts.parseJsonConfigFileContent(
		ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
		ts.sys,
		root,
	);
	const host = ts.createCompilerHost(options);
	const program = ts.createProgram(
		[...sources.map(({ path }) => join(root, path)), ...invented.keys()],
		options,
		{
			...host,
			fileExists: (file) => invented.has(file) || host.fileExists(file),
			readFile: (file) => invented.get(file) ?? host.readFile(file),
			getSourceFile: (file, ...more) => {
				const code = invented.get(file);
				return code === undefined
					? host.getSourceFile(file, ...more)
					: ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
			},
		},
	);
	const checker = program.getTypeChecker();

	const { StringLiteral, NumberLike, ESSymbolLike } = ts.TypeFlags;
	const isWritten = (type: ts.Type): boolean =>
		type.isUnion()
			? type.types.every(isWritten)
			: (type.flags & (StringLiteral | NumberLike | ESSymbolLike)) !== 0;
	const isForeign = (key: ts.Node) => !isWritten(checker.getTypeAtLocation(key));

	const breachesIn = (file: string): string[] => {
		const tree = program.getSourceFile(file);
		if (!tree) throw new Error(`${file} is not in the program`);
		return find(tree, (node) => {
			if (ts.isElementAccessExpression(node)) return isForeign(node.argumentExpression);
			if (ts.isBinaryExpression(node))
				return node.operatorToken.kind === ts.SyntaxKind.InKeyword && isForeign(node.left);
			if (!ts.isBindingElement(node) || !node.propertyName) return false;
			return ts.isComputedPropertyName(node.propertyName) && isForeign(node.propertyName.expression);
		});
	};

	it.each(Object.entries(offenders))('sees what %s', (_, code) => {
		const [file] = [...invented].find(([, one]) => one === code) ?? [''];
		expect(breachesIn(file)).toHaveLength(1);
	});

	it('lets lists, Maps and names that are written down pass', () => {
		expect(breachesIn([...invented.keys()].at(-1) ?? '')).toEqual([]);
	});

	it('holds in every source but core/values/own.ts', () => {
		const breaches = sources
			.filter(({ path }) => path !== 'nodes/core/values/own.ts')
			.flatMap(({ path }) => breachesIn(join(root, path)).map((text) => `${path}: ${text}`));
		expect(breaches).toEqual([]);
	});
});
