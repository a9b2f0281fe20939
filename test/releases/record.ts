import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { loaded, type Saved } from '../saved';
import { filesIn, folder, templates, type Released } from './saved';

/** Keeps the templates as of the version in package.json, without notes and examples: `npx tsx test/releases/record.ts`. */

const directory = join(folder, version);
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory);
for (const file of filesIn(templates)) {
	const { name, nodes, connections } = JSON.parse(readFileSync(join(templates, file), 'utf8')) as Saved;
	const workflow = { name, nodes: nodes.filter(({ type }) => !type.endsWith('.stickyNote')), connections };
	const kept: Released = { workflow, parameters: loaded(workflow) };
	// what has no node of ours holds nothing that we could break
	if (Object.keys(kept.parameters).length > 0)
		writeFileSync(join(directory, file), `${JSON.stringify(kept, null, '\t')}\n`);
}
