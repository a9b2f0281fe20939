import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WorkflowDraft } from '../../playground/client';

/** Pictures of the templates on n8n's canvas; test/e2e/pictures.e2e.ts takes them. */

const folder = resolve(__dirname, '../../templates/pictures');
const list = join(folder, 'index.json');

/** SHA-256 of what a person sees of a workflow on the canvas; what a node does inside is not seen. */
export function lookOf({ nodes, connections }: WorkflowDraft): string {
	const seen = nodes.map(({ name, type, position, parameters }) => ({
		name,
		type,
		position,
		note: type.endsWith('.stickyNote') && parameters,
	}));
	return createHash('sha256').update(JSON.stringify({ seen, connections })).digest('hex');
}

/** Names of the templates that have a picture. */
export const pictured = (): string[] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.png'))
		.map((file) => file.replace('.png', ''))
		.sort();

/** What each picture was taken of, by template. */
export const looks = (): Record<string, string> =>
	JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>;

/** Keeps a picture, and what it was taken of. */
export function keep(name: string, png: Buffer, look: string): void {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.png`), png);
	const all = { ...looks(), [name]: look };
	const sorted = Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
	writeFileSync(list, `${JSON.stringify(sorted, null, '\t')}\n`);
}
