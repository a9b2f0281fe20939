import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { check } from 'recheck';
import ts from 'typescript';
import { AbsmartlyApi } from '../credentials/AbsmartlyApi.credentials';
import { AbsmartlyConsoleApi } from '../credentials/AbsmartlyConsoleApi.credentials';
import { IntercomAccessTokenApi } from '../credentials/IntercomAccessTokenApi.credentials';
import { IntercomOAuth2Api } from '../credentials/IntercomOAuth2Api.credentials';
import { Absmartly } from '../nodes/Absmartly/Absmartly.node';
import { AbsmartlyEventTrigger } from '../nodes/Absmartly/AbsmartlyEventTrigger.node';
import { IntercomPlus } from '../nodes/Intercom/IntercomPlus.node';
import { IntercomPollingTrigger } from '../nodes/Intercom/IntercomPollingTrigger.node';
import { IntercomTrigger } from '../nodes/Intercom/IntercomTrigger.node';
import manifest from '../package.json';

/**
 * No regular expression that we wrote takes more than linear time on any text: whoever writes to somebody's support may
 * choose that text. A checker that nobody here wrote decides (recheck, by automata: what it cannot decide is no good either).
 */

type Pattern = { where: string; source: string; flags: string };

const root = resolve(__dirname, '..');

/** The expressions in a text with `{{ … }}`, as n8n finds them. */
const expressionsIn = (text: string): string[] =>
	text.startsWith('=') ? [...text.matchAll(/\{\{(.*?)\}\}/gs)].map(([, code]) => `(${code})`) : [];

/** What stands in code as a literal, what is made by `RegExp` of a text, and what stands in the expressions of its texts. */
function patternsIn(where: string, code: string): Pattern[] {
	const tree = ts.createSourceFile('x.ts', code, ts.ScriptTarget.ES2022, true);
	const found: Pattern[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			found.push({ where, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
		}
		const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
		if (isMade && node.expression.getText() === 'RegExp') {
			const [source, flags] = (node.arguments ?? []).map((each) =>
				ts.isStringLiteralLike(each) ? each.text : undefined,
			);
			if (source === undefined) throw new Error(`${where}: RegExp of a text that nobody can check`);
			found.push({ where, source, flags: flags ?? '' });
		}
		if (ts.isStringLiteralLike(node))
			for (const inner of expressionsIn(node.text)) found.push(...patternsIn(where, inner));
		node.forEachChild(visit);
	};
	visit(tree);
	return found;
}

const files = (folder: string, ending: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file));

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every text of a template: an expression, or code. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const ofTemplate = (file: string): Pattern[] =>
	textsIn(JSON.parse(read(file))).flatMap((text) =>
		text.startsWith('=')
			? expressionsIn(text).flatMap((code) => patternsIn(file, code))
			: /=>|\bconst |\breturn /.test(text)
				? patternsIn(file, text)
				: [],
	);

/** What is wrong with a pattern; undefined where it takes linear time. */
async function fault({ where, source, flags }: Pattern): Promise<string | undefined> {
	const found = await check(source, flags, { checker: 'automaton', timeout: 20_000 });
	if (found.status === 'safe') return undefined;
	const why = found.status === 'vulnerable' ? found.complexity.summary : found.error.kind;
	return `${where}: /${source}/${flags} is ${found.status} (${why})`;
}

const faults = async (patterns: Pattern[]): Promise<string[]> => {
	const once = new Map(patterns.map((each) => [`/${each.source}/${each.flags}`, each]));
	const found = await Promise.all([...once.values()].map(fault));
	return found.filter((each) => each !== undefined);
};

it('code: none backtracks more than linearly', async () => {
	const sources = [...files('nodes', '.ts'), ...files('credentials', '.ts')];
	const patterns = sources.flatMap((file) => patternsIn(file, read(file)));
	expect(patterns.length).toBeGreaterThan(50);
	expect(await faults(patterns)).toEqual([]);
}, 120_000);

it('expressions of nodes and credentials, as n8n gets them: none backtracks more than linearly', async () => {
	const described = [
		...[IntercomPlus, IntercomTrigger, IntercomPollingTrigger, Absmartly, AbsmartlyEventTrigger],
		...[IntercomAccessTokenApi, IntercomOAuth2Api, AbsmartlyApi, AbsmartlyConsoleApi],
	].map((Class) => new Class());
	expect(described).toHaveLength([...manifest.n8n.nodes, ...manifest.n8n.credentials].length);
	const patterns = textsIn(described)
		.flatMap(expressionsIn)
		.flatMap((code) => patternsIn('expression', code));
	expect(patterns.length).toBeGreaterThan(0);
	expect(await faults(patterns)).toEqual([]);
}, 120_000);

it('templates: none backtracks more than linearly', async () => {
	const patterns = files('templates', '.json').flatMap(ofTemplate);
	expect(patterns.length).toBeGreaterThan(0);
	expect(await faults(patterns)).toEqual([]);
}, 120_000);

it.each([
	['quadratic by where it begins', String.raw`const x = text.replace(/[ \t]+$/gm, '');`],
	['cubic', String.raw`export const y = /\d:\d\d.*(z|gmt|[+-]\d\d)( \(.*\))?$/i;`],
	['exponential', 'const z = /^(a+)+$/;'],
	['made of a text', `const w = new RegExp('<[^>]*>', 'g');`],
	['in an expression', `const v = '={{ $json.text.replace(/<[^>]+>/g, "") }}';`],
])('sees one that does: %s', async (_, code) => {
	expect(await faults(patternsIn('planted', code))).toEqual([expect.stringContaining('vulnerable')]);
});
