import type { Field } from '../../core/table/operation';
import { integerList, text, yesNo } from './fields';

/** What articles and internal articles have in common since API 2.16. */

const since = '2.16';

export const markdown = (placeholder: string): Field =>
	text('body_markdown', 'Body (Markdown)', {
		typeOptions: { rows: 6 },
		placeholder,
		description: 'The text in Markdown, in place of the one in HTML',
		since,
	});

export const audiences: Field = integerList('audience_ids', 'Audience IDs', { since });

export const availability: Field[] = [
	yesNo('ai_chatbot_availability', 'AI Chatbot Availability', 'Whether Fin may answer customers with it', {
		since,
	}),
	yesNo(
		'ai_copilot_availability',
		'AI Copilot Availability',
		'Whether Copilot may answer teammates with it',
		{
			since,
		},
	),
	yesNo(
		'ai_sales_agent_availability',
		'AI Sales Agent Availability',
		'Whether the sales agent may answer customers with it',
		{ since },
	),
];
