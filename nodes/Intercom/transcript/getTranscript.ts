import type { IDataObject } from 'n8n-workflow';
import type { Field, Request, Send, Values } from '../../core/table/operation';
import { additional, choose, yesNo } from '../fields/fields';
import { transcript, type Wish } from './transcript';

const unsent = { to: undefined };

export const transcriptFields: Field[] = [
	choose(
		'format',
		'Format',
		{ markdown: 'Markdown', text: 'Plain Text', messages: 'Chat Messages' },
		{
			...unsent,
			description: 'Text to read, or messages with roles as language models take them. All times are UTC.',
		},
	),
	additional(
		yesNo(
			'include_notes',
			'Include Internal Notes',
			'Whether what teammates wrote to each other is part of it',
			unsent,
		),
		yesNo('mask_emails', 'Mask Emails', 'Whether e-mail addresses are replaced by [email]', unsent),
		yesNo(
			'mask_phones',
			'Mask Phone Numbers',
			'Whether what looks like a phone number is replaced by [phone]',
			unsent,
		),
	),
];

/** `perform` of Get Transcript: reads the conversation and writes it out. */
export async function getTranscript(send: Send, request: Request, values: Values): Promise<IDataObject[]> {
	const { include_notes, mask_emails, mask_phones } = (values.additionalFields ?? {}) as Record<
		string,
		boolean
	>;
	const wish: Wish = {
		format: values.format as Wish['format'],
		notes: include_notes === true,
		masks: { emails: mask_emails === true, phones: mask_phones === true },
	};
	return [await transcript(await send(request), wish)];
}
