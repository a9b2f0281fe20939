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

type Rule = {
	name: string;
	/** What in this file breaks the rule. */
	breaches(source: Source): string[];
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

const rules: Rule[] = [
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
		name: 'nodes/core imports itself and n8n-workflow only',
		breaches: ({ path, imports, packages }) =>
			isUnder('nodes/core')(path)
				? [
						...imports.filter((to) => !isUnder('nodes/core')(to)),
						...packages.filter((name) => name !== 'n8n-workflow'),
					]
				: [],
		offender: ['nodes/core/x.ts', "import type { Contact } from '../Intercom/resources/contact';"],
	},
	{
		name: 'n8n-workflow and crypto are the only packages',
		breaches: ({ packages }) =>
			packages.filter((name) => !['n8n-workflow', 'crypto', 'node:crypto'].includes(name)),
		offender: ['nodes/Intercom/x.ts', "const { z } = require('zod');"],
	},
	{
		name: 'relative imports stay under nodes/ and credentials/',
		breaches: ({ imports }) => imports.filter((to) => !isUnder('nodes')(to) && !isUnder('credentials')(to)),
		offender: ['nodes/Intercom/x.ts', "import { startIntercom } from '../../test/simulators/intercom';"],
	},
	{
		name: 'displayOptions is written by nodes/core/table/describe.ts and what it shares, the triggers and the choice of a credential only',
		breaches: ({ path, tree }) =>
			!isUnder('nodes')(path) || showsFields.includes(path) || path.endsWith('Trigger.node.ts')
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

for (const { name, breaches, offender } of rules) {
	it(name, () => {
		expect(breaches(parse(...offender))).not.toEqual([]);
		const found = sources.flatMap((source) => breaches(source).map((text) => `${source.path}: ${text}`));
		expect(found).toEqual([]);
	});
}

it('reads the sources of both nodes, of core and of the credentials', () => {
	for (const folder of ['nodes/Intercom', 'nodes/Absmartly', 'nodes/core', 'credentials'])
		expect(sources.map(({ path }) => path)).toContainEqual(expect.stringMatching(`^${folder}/`));
});
