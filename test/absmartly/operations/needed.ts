import type { INodeParameters } from 'n8n-workflow';

const attributes = { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] };
const body = '{"units":[{"type":"user_id","uid":"42"}],"goals":[{"name":"g","achievedAt":1772000000}]}';
const named = (value: string) => ({ __rl: true, mode: 'name', value });

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const experiment = byId('2');

/** What operations need that do not run as they were added. */
export const needed: Record<string, INodeParameters> = {
	'attribute set': { attributes },
	'context publish': { body },
	'exposure track': { experiment: named('support_entry_point') },
	...Object.fromEntries(
		[
			'archive',
			'develop',
			'fullOn',
			'getAlerts',
			'getOne',
			'getResults',
			'restart',
			'start',
			'stop',
			'unarchive',
		].map((name) => [`experiment ${name}`, { experiment }]),
	),
	'experiment comment': { experiment, note: 'Looks good' },
	'goal create': { name: 'another_goal' },
	'goal track': { goalName: named('intercom_conversation_started'), properties: attributes },
};

/** The experiment 2 that they are run on, where it must be in another state than running. */
export const states: Record<string, { state?: 'ready' | 'stopped'; archived?: boolean }> = {
	'experiment archive': { state: 'stopped' },
	'experiment develop': { state: 'ready' },
	'experiment start': { state: 'ready' },
	'experiment unarchive': { state: 'stopped', archived: true },
};
