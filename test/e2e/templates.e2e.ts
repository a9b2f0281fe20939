import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTemplate } from '../../playground/templates';
import { hostileCases } from './hostileCases';
import { startWorld, type World } from './n8n';
import { connect, startOutside, type Outside } from './outside';
import { hubspotContacts, salesforceAccounts, salesforceContacts } from './outside/crm';
import { cases, type Play } from './templateCases';

const all = { ...cases, ...hostileCases };

/**
 * Each template as a person would use it: imported, published, run in one real n8n with n8n's own nodes, between the
 * simulators and an outside world that is played on this machine. What each must do stands in templateCases.ts, with strangers' words in hostileCases.ts.
 */
describe('the templates in a real n8n', () => {
	let world: World;
	let outside: Outside;
	const directory = mkdtempSync(join(tmpdir(), 'n8n-outside-'));

	beforeAll(async () => {
		outside = await startOutside(directory);
		world = await startWorld({ env: outside.env });
		await connect(world);
	});
	afterAll(async () => {
		await world?.stop();
		await outside?.close();
		rmSync(directory, { recursive: true, force: true });
	});

	it.each(Object.keys(all))('%s', async (name) => {
		const { prepare, run, executions = 1, failures = [], then } = all[name];
		world.intercom.reset();
		world.absmartly.reset();
		outside.calls.length = outside.unknown.length = 0;
		for (const each of [outside.down, hubspotContacts, salesforceAccounts, salesforceContacts]) each.clear();
		const template = readTemplate(`${name.split(',')[0]}.json`);
		const draft = { ...template, nodes: (await prepare?.(template.nodes, world)) ?? template.nodes };
		for (const node of draft.nodes) {
			// by hand only: none must fire while another case plays
			if (node.type.endsWith('.scheduleTrigger'))
				node.parameters = { rule: { interval: [{ field: 'cronExpression', expression: '0 0 29 2 *' }] } };
		}
		const workflow = await world.createWorkflow(draft);
		const play: Play = { world, outside, workflow, url: '' };
		const starts = workflow.nodes
			.map(({ type }) => type.split('.')[1])
			.filter((type) => /Trigger$|^webhook$/.test(type) && type !== 'manualTrigger');
		if (starts.includes('intercomTrigger')) play.url = await world.publish(workflow);
		else if (starts.length > 0) await world.client.publish(workflow.id);
		await run(play);
		const ended = await world.client.finishedExecutions(workflow.id, executions);
		const errors: string[] = [];
		for (const { id, status } of ended) {
			if (status === 'success') continue;
			const { error, lastNodeExecuted } = (await world.client.execution(id)).data.resultData;
			errors.push(`${lastNodeExecuted}: ${error?.message} ${error?.description ?? ''}`);
		}
		const surprises = errors.filter((error) => !failures.some((failure) => failure.test(error)));
		expect([...surprises, ...outside.unknown]).toEqual([]);
		expect(errors).toHaveLength(failures.length);
		expect(ended).toHaveLength(executions);
		await then(play);
		if (starts.length > 0) await world.client.unpublish(workflow.id);
	});
});
