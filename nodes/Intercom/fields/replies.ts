import { UserError } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import type { Field, InputFile, Request, Values } from '../../core/table/operation';
import { text, textList, time, yesNo } from './fields';

/** What replies to conversations and tickets have in common. */

/** Most files of one reply. Source: Intercom API 2.14, replyConversation. */
const MOST_ATTACHMENTS = 10;

function atMost10<T>(what: string, attachments: T[]): T[] {
	if (attachments.length <= MOST_ATTACHMENTS) return attachments;
	throw new UserError(`There are ${attachments.length} ${what}, and Intercom takes ${MOST_ATTACHMENTS}`, {
		description: 'Send the others with a reply of their own',
	});
}

export const message = text('body', 'Message', {
	required: true,
	typeOptions: { rows: 4 },
	placeholder: 'e.g. How can I help?',
	description: 'Text or HTML',
});

const urls = textList('attachment_urls', 'Attachment URLs', {
	placeholder: 'e.g. https://example.com/invoice.pdf',
	description: 'Up to 10 addresses of files, separated by commas',
});

export const attachmentUrls: Field = {
	...urls,
	convert(value, zone) {
		const addresses = urls.convert?.(value, zone) as string[] | undefined;
		return addresses && atMost10('addresses of attachments', addresses);
	},
};

export const attachmentFiles: Field = text('attachment_files', 'Input Binary Fields', {
	files: true,
	default: 'data',
	convert: (files) =>
		atMost10('files', files as InputFile[]).map(({ name, mimeType, data }) => ({
			content_type: mimeType,
			name,
			data,
		})),
	placeholder: 'e.g. data',
	hint: 'The names of the input binary fields that hold the files to send along',
	description: 'Up to 10 names, separated by commas. Where the item has no field “data”, no file goes along.',
});

export const quietly = yesNo('skip_notifications', 'Skip Notifications', 'Whether nobody is notified');

export const createdAt = time('created_at', 'Created At', { description: 'When it was written, if not now' });

export const quickReplies: Field = {
	displayName: 'Quick Replies',
	name: 'reply_options',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Quick Reply',
	default: {},
	to: 'body',
	convert: (value) =>
		(value as { option?: Values[] }).option?.map(({ text: words, uuid }) => ({
			text: words,
			uuid: uuid || randomUUID(),
		})),
	description: 'Answers the customer can tap',
	options: [
		{
			displayName: 'Option',
			name: 'option',
			values: [
				text('text', 'Text', { placeholder: 'e.g. Yes, please' }),
				text('uuid', 'UUID', {
					description: 'A UUID that tells this answer from others; made for you if left blank',
				}),
			],
		},
	],
};

/** Quick replies are a message type of their own. Source: Intercom API 2.14, replyConversation and replyTicket. */
export const asQuickReply = (request: Request): Request =>
	request.body.reply_options
		? { ...request, body: { ...request.body, message_type: 'quick_reply' } }
		: request;
