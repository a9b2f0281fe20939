import type { INodeParameters } from 'n8n-workflow';

const attributes = { assignments: [{ id: '1', name: 'plan', value: 'pro', type: 'string' }] };
const body = '{"units":[{"type":"user_id","uid":"42"}],"goals":[{"name":"g","achievedAt":1772000000}]}';
const named = (value: string) => ({ __rl: true, mode: 'name', value });

/** What operations need that do not run as they were added. */
export const needed: Record<string, INodeParameters> = {
	'attribute set': { attributes },
	'context publish': { body },
	'exposure track': { experiment: named('support_entry_point') },
	'goal create': { name: 'another_goal' },
	'goal track': { goalName: named('intercom_conversation_started'), properties: attributes },
};
