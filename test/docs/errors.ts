import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import ts from 'typescript';

/** Every error that the nodes can give and every warning they log, read from their sources. */

/** What varies in a text. */
export const GAP = '…';

export type Told = {
	/** From the root of the repository. */
	path: string;
	/** `…` stands for what varies. */
	message: string;
	/** The description beside it, which says what to do; undefined where there is none, or none that can be read. */
	advice?: string;
};

/** What is known of parameters where a function is called. */
type Known = Record<string, string>;

const root = resolve(__dirname, '../..');

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => posix.join(folder, ...file.split(sep)))
		.sort()
		.map((path) =>
			ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ES2022, true),
		),
);

function find<T extends ts.Node>(within: ts.Node, is: (node: ts.Node) => node is T): T[] {
	const found: T[] = is(within) ? [within] : [];
	within.forEachChild((child) => void found.push(...find(child, is)));
	return found;
}

const isNamed =
	(name: string) =>
	(node: ts.Node): node is ts.VariableDeclaration & { initializer: ts.Expression } =>
		ts.isVariableDeclaration(node) && node.name.getText() === name && node.initializer !== undefined;

const only = (texts: string[]): string => (texts.length === 1 ? texts[0] : GAP);

/** The texts that an expression can be; `…` for what only a run knows. */
function textsOf(expression: ts.Expression, known: Known): string[] {
	if (ts.isStringLiteralLike(expression)) return [expression.text];
	if (ts.isParenthesizedExpression(expression)) return textsOf(expression.expression, known);
	if (ts.isConditionalExpression(expression))
		return [...textsOf(expression.whenTrue, known), ...textsOf(expression.whenFalse, known)];
	if (ts.isTemplateExpression(expression)) {
		const spans = expression.templateSpans.map(
			(span) => only(textsOf(span.expression, known)) + span.literal.text,
		);
		return [[expression.head.text, ...spans].join('')];
	}
	if (ts.isBinaryExpression(expression)) {
		const { operatorToken, left, right } = expression;
		if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
			return [...textsOf(left, known), ...textsOf(right, known)];
		if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
			return textsOf(left, known)[0] === '' ? [''] : textsOf(right, known);
	}
	if (ts.isIdentifier(expression)) {
		if (expression.text in known) return [known[expression.text]];
		const [declared] = find(expression.getSourceFile(), isNamed(expression.text));
		if (declared) return textsOf(declared.initializer, known);
	}
	return [GAP];
}

const memberOf = (object: ts.Node | undefined, name: string): ts.Expression | undefined =>
	object && ts.isObjectLiteralExpression(object)
		? object.properties
				.filter((member) => ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member))
				.filter((member) => member.name.getText() === name)
				.map((member) => (ts.isPropertyAssignment(member) ? member.initializer : member.name))[0]
		: undefined;

/** The function around a node, by its name. */
function around(node: ts.Node): { name: string; parameters: string[] } | undefined {
	const inner = ts.findAncestor(node, ts.isFunctionLike);
	const named =
		inner && (inner.name ?? (ts.isVariableDeclaration(inner.parent) ? inner.parent.name : undefined));
	return (
		inner && named && { name: named.getText(), parameters: inner.parameters.map((one) => one.name.getText()) }
	);
}

/** What each call in the file says of the parameters of the function around a node; once nothing where there is no call. */
function callsAround(node: ts.Node): Known[] {
	const outer = around(node);
	const calls = find(node.getSourceFile(), ts.isCallExpression).filter(
		(call) => outer !== undefined && call.expression.getText() === outer.name,
	);
	const known = calls.map(({ arguments: given }) =>
		Object.fromEntries(
			given
				.slice(0, outer?.parameters.length)
				.map((one, index) => [outer?.parameters[index] ?? '', only(textsOf(one, {}))]),
		),
	);
	return known.length > 0 ? known : [{}];
}

/** Where each class takes its message and its options. */
const classes: Record<string, { message?: number; options: number }> = {
	Error: { message: 0, options: 1 },
	ApplicationError: { message: 0, options: 1 },
	OperationalError: { message: 0, options: 1 },
	UnexpectedError: { message: 0, options: 1 },
	UserError: { message: 0, options: 1 },
	NodeOperationError: { message: 1, options: 2 },
	NodeApiError: { options: 2 },
};

const isNewError = (node: ts.Node): node is ts.NewExpression =>
	ts.isNewExpression(node) && /Error$/.test(node.expression.getText());

const isWarning = (node: ts.Node): node is ts.CallExpression =>
	ts.isCallExpression(node) && /\blogger\.(warn|error)$/.test(node.expression.getText());

function toldBy(node: ts.Node, message: ts.Expression | undefined, advice?: ts.Expression): Told[] {
	const { fileName: path } = node.getSourceFile();
	return callsAround(node).flatMap((known) => {
		const [said, ...others] = (advice ? textsOf(advice, known) : []).filter((text) => text !== GAP);
		return (message ? textsOf(message, known) : [])
			.filter((text) => /\p{L}/u.test(text))
			.map((text) => ({
				path,
				message: text.trim(),
				...(said && others.length === 0 && { advice: said }),
			}));
	});
}

function ofError(node: ts.NewExpression): Told[] {
	const name = node.expression.getText();
	const { message, options } = classes[name] ?? { options: NaN };
	const given = node.arguments ?? [];
	const own = memberOf(given[options], 'message') ?? (message === undefined ? undefined : given[message]);
	return toldBy(node, own, memberOf(given[options], 'description'));
}

const made = sources.flatMap((source) => find(source, isNewError));

/** What is thrown. */
export const errors = made.flatMap(ofError);

/** Errors that have no text of their own here: another error's goes on. */
export const passedOn = made
	.filter((node) => ofError(node).length === 0)
	.map((node) => `${node.getSourceFile().fileName}: ${node.getText().split('\n')[0]}`);

/** What the nodes write into n8n's log. */
export const warnings = sources
	.flatMap((source) => find(source, isWarning))
	.flatMap((node) => toldBy(node, node.arguments[0]));

/** Why Intercom Trigger refuses a delivery: what it answers, and logs. */
export const refusals = sources
	.filter(({ fileName }) => /^nodes\/(Intercom\/webhook\/receive|core\/webhook\/body)\.ts$/.test(fileName))
	.flatMap((source) => [
		...find(source, ts.isReturnStatement).map(({ expression }) => expression),
		...find(source, ts.isPropertyAssignment)
			.filter(({ name }) => name.getText() === 'reason')
			.map(({ initializer }) => initializer),
	])
	.flatMap((expression) => (expression ? textsOf(expression, {}) : []))
	.filter((text) => text !== GAP);

/** Each text once, with the advice of all places that give it. */
export function eachOnce(all: Told[]): Array<{ message: string; paths: string[]; advice: string[] }> {
	return [...new Set(all.map(({ message }) => message))].map((message) => {
		const same = all.filter((one) => one.message === message);
		return {
			message,
			paths: [...new Set(same.map(({ path }) => path))],
			advice: [...new Set(same.flatMap(({ advice }) => advice ?? []))],
		};
	});
}

/** The advice by status in a file: the object called `name` there. */
export function byStatus(path: string, name: string): Array<[status: string, advice: string]> {
	const tables = sources
		.filter(({ fileName }) => fileName === path)
		.flatMap((source) => find(source, isNamed(name)))
		.flatMap(({ initializer }) => (ts.isObjectLiteralExpression(initializer) ? [initializer] : []));
	return tables.flatMap(({ properties }) =>
		properties
			.filter(ts.isPropertyAssignment)
			.map((one): [string, string] => [one.name.getText(), textsOf(one.initializer, {}).join(' ')]),
	);
}
