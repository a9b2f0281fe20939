import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { Saved } from '../saved';

/** What was released: `test/releases/<version>/<template>.json`, each a workflow with what n8n made of its parameters then. */

export type Released = { workflow: Saved; parameters: Record<string, INodeParameters> };

export const folder = __dirname;
export const templates = resolve(__dirname, '../../templates');

/** Versions that were released, or are about to be. */
export const versions = (): string[] =>
	readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);

export const filesIn = (directory: string): string[] =>
	readdirSync(directory).filter((file) => file.endsWith('.json'));

export const released = (version: string): Array<[file: string, Released]> =>
	filesIn(join(folder, version)).map((file) => [
		file,
		JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Released,
	]);
