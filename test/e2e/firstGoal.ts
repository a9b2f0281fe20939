import { join } from 'node:path';
import { control, type Goal } from '../../playground/control';
import { secrets, type Simulators } from '../../playground/credentials';
import { root } from '../../playground/tarball';
import { mainTemplate } from '../../playground/templates';
import { until } from '../../playground/until';
import type { Editor } from './editor';

/** What the README says under "Your first goal", by clicks, in an n8n without credentials. */
export async function countFirstGoal(editor: Editor, { intercom, absmartly }: Simulators): Promise<void> {
	const token = await editor.createCredential('Intercom Access Token API', async (form) => {
		await form.fill('accessToken', secrets.accessToken);
		await form.fill('clientSecret', secrets.clientSecret);
		await form.choose('region', 'Custom');
		await form.fill('baseUrl', intercom.url);
	});
	const key = await editor.createCredential('ABsmartly API', async (form) => {
		await form.fill('endpoint', absmartly.url);
		await form.fill('apiKey', secrets.apiKey);
		await form.fill('application', 'www');
	});

	await editor.newWorkflow();
	await editor.importFromFile(join(root, 'templates', mainTemplate));
	await editor.openNode('Intercom Trigger');
	await editor.chooseCredential('Credential', token);
	await editor.closeNode();
	await editor.openNode('ABsmartly');
	await editor.chooseCredential('ABsmartly API', key);
	await editor.closeNode();

	expect(await editor.publish()).toMatch('Now paste the Production URL of Intercom Trigger');
	await editor.openNode('Intercom Trigger');
	const url = await editor.webhookUrl('Production URL');
	const topics = ['conversation.user.created'];
	// Intercom's Developer Hub
	expect(await control('PUT', `${intercom.url}/_sim/webhook`, { url, topics })).toMatchObject({ ok: true });
	await editor.illustrate('production-url');
	await editor.closeNode();

	const contact = { external_id: 'grace', email: 'grace@example.com', name: 'Grace' };
	await control('POST', `${intercom.url}/_sim/events`, { topic: topics[0], contact });
	const goals = await until('the goal is there', async () => {
		const all = await control<Goal[]>('GET', `${absmartly.url}/_sim/goals`);
		return all.length > 0 && all;
	});
	expect(goals).toMatchObject([{ goal_name: 'intercom_conversation_started', uid: 'grace' }]);

	expect(await editor.openExecution()).toBe('Succeeded');
	await editor.illustrate('first-goal');
	await editor.openNode('ABsmartly');
	await editor.output({ status: 'sent', goal: 'intercom_conversation_started' });
	await editor.illustrate('goal-sent');
}
