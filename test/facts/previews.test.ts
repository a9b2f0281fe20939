import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveOutputSchemaPath } from 'n8n-core';
import { Absmartly } from '../../nodes/Absmartly/Absmartly.node';
import { resources as absmartly } from '../../nodes/Absmartly/resources';
import { IntercomPlus } from '../../nodes/Intercom/IntercomPlus.node';
import { resources as intercom } from '../../nodes/Intercom/resources';
import type { Schema } from './previews';
import { writePreviews } from './writePreviews';

/** The previews as n8n finds and takes them. What they say is held against what operations give in walk.test.ts and reading.test.ts. */

let nodes: string;
beforeAll(() => {
	nodes = mkdtempSync(join(tmpdir(), 'previews-'));
	writePreviews(nodes);
});
afterAll(() => rmSync(nodes, { recursive: true }));

const operations = (
	[
		['Intercom', intercom, new IntercomPlus()],
		['Absmartly', absmartly, new Absmartly()],
	] as const
).flatMap(([folder, table, { description }]) =>
	Object.entries(table).flatMap(([resource, entry]) =>
		Object.keys(entry.operations).map((operation) => ({
			folder,
			resource,
			operation,
			version: Number(description.version),
		})),
	),
);

it('are there for every operation, where n8n looks and as its editor wants them', () => {
	expect(operations.length).toBeGreaterThan(270);
	const lacking = operations.filter(({ folder, ...asked }) => {
		const path = resolveOutputSchemaPath({ nodeDir: join(nodes, folder), ...asked });
		if (!path || !existsSync(path)) return true;
		const { type, properties = {} } = JSON.parse(readFileSync(path, 'utf8')) as Schema;
		return type !== 'object' || Object.keys(properties).length === 0;
	});
	expect(lacking).toEqual([]);
});

it('are written by the build and never committed', () => {
	const root = dirname(dirname(__dirname));
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	expect(scripts.build).toMatch(/ test\/facts\/writePreviews\.ts$/);
	for (const folder of ['Intercom', 'Absmartly'])
		expect(existsSync(join(root, 'nodes', folder, '__schema__'))).toBe(false);
});
