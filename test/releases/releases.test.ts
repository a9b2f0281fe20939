import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../../package.json';
import { loaded, misfits, type Saved } from '../saved';
import { released, versions } from './saved';

/** Workflows that people saved with an earlier version, loaded by n8n with this one. */

const all = versions().flatMap((one) =>
	released(one).map(([file, kept]) => ({ where: `${one} ${file}`, ...kept })),
);

it.each(all)('$where is known as it was saved', ({ workflow }) => {
	expect(misfits(workflow)).toEqual([]);
});

it.each(all)('$where means the same, defaults included', ({ workflow, parameters }) => {
	expect(Object.keys(parameters)).not.toEqual([]);
	expect(loaded(workflow)).toMatchObject(parameters);
});

it('sees what is gone, and what has another meaning', () => {
	const name = 'ABsmartly';
	const { workflow, parameters } = all.find((one) => one.workflow.nodes.some((node) => node.name === name))!;
	const changed = (change: object): Saved => ({
		...workflow,
		nodes: workflow.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
	});
	const node = workflow.nodes.find((one) => one.name === name);
	const gone = [
		{ type: 'n8n-nodes-intercom-absmartly.none' },
		{ typeVersion: 99 },
		{ parameters: { ...node?.parameters, none: 1 } },
		{ parameters: { ...node?.parameters, resource: 'none' } },
	];
	for (const change of gone) expect(misfits(changed(change))).not.toEqual([]);
	expect(loaded(changed({ parameters: {} }))).not.toMatchObject(parameters);
});

it('keeps the workflows of each version that the changelog tells of, and of this one', () => {
	const changelog = readFileSync(resolve(__dirname, '../../CHANGELOG.md'), 'utf8');
	const told = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, one]) => one);
	expect(versions()).toEqual(expect.arrayContaining([...told, version]));
	expect(changelog).toMatch(/^## Unreleased$/m);
});
