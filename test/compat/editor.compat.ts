import { owner } from '../../playground/credentials';
import { Editor } from '../e2e/editor';
import { countFirstGoal } from '../e2e/firstGoal';
import { version } from './installed';
import { OlderEditor } from './olderEditor';
import { check, writeResults } from './results';
import { startWorld, type World } from './world';

/** What a person sees in the editor of another n8n. */
describe(`the editor of n8n ${version}`, () => {
	let world: World;
	let editor: Editor;

	beforeAll(async () => {
		world = await startWorld(version);
		for (const { id } of Object.values(world.credentials))
			await world.client.call('DELETE', `/credentials/${id}`);
		editor = await (version === '1.123' ? OlderEditor : Editor).open(world.n8n.url);
		await editor.logIn(owner);
	});
	afterEach(async () => {
		await editor?.picture(`compat ${expect.getState().currentTestName!}`);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
		writeResults();
	});

	check('The editor shows the nodes by name and icon', async () => {
		await editor.theme('light');
		await editor.newWorkflow();
		const icon = (name: string) => `/icons/n8n-nodes-intercom-absmartly/dist/nodes/${name}.svg`;
		expect((await editor.searchNodes('ABsmartly')).get('ABsmartly')).toBe(icon('Absmartly/absmartly'));
		const found = await editor.searchNodes('Intercom');
		for (const name of ['Intercom Plus', 'Intercom Polling Trigger', 'Intercom Trigger'])
			expect([name, found.get(name)]).toEqual([name, icon('Intercom/intercom')]);
	});

	check('The first goal, by clicks, as the README says', async () => {
		await countFirstGoal(editor, world);
	});
});
