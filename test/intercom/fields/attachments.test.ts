import type { IBinaryKeyData } from 'n8n-workflow';
import { ADA, ALAN, bodyOf, byId, does, requests } from '../world/world';

const base64 = (words: string) => Buffer.from(words).toString('base64');
const files: IBinaryKeyData = {
	invoice: { data: base64('Invoice 42'), mimeType: 'application/pdf', fileName: 'invoice.pdf' },
	photo: { data: base64('A cat'), mimeType: 'image/png' },
};
const sent = [
	{ content_type: 'application/pdf', name: 'invoice.pdf', data: base64('Invoice 42') },
	{ content_type: 'image/png', name: 'photo.png', data: base64('A cat') },
];

const converse = async () => {
	const [message] = await does('conversation', 'create', { contact_id: byId(ALAN), body: 'Hello' });
	return byId(String(message.conversation_id));
};

it.each([
	['replyAsAdmin', { admin_id: ADA }],
	['replyAsContact', { contact_id: byId(ALAN) }],
	['addNote', { admin_id: ADA }],
])('%s sends the item’s files', async (operation, who) => {
	const [reply] = await does(
		'conversation',
		operation,
		{
			conversation_id: await converse(),
			...who,
			body: 'See here',
			attachment_files: 'invoice, photo',
			simplify: false,
		},
		{ files },
	);
	expect(bodyOf(-1).attachment_files).toEqual(sent);
	const { conversation_parts: parts } = reply.conversation_parts as {
		conversation_parts: Array<{ attachments: unknown }>;
	};
	expect(parts.at(-1)?.attachments).toMatchObject([
		{ content_type: 'application/pdf', filesize: 10 },
		{ content_type: 'image/png', filesize: 5 },
	]);
});

it.each([['replyAsAdmin'], ['addNote']])(
	'%s by nobody in particular is the token’s own teammate’s, and says that no file went along',
	async (operation) => {
		const more = { conversation_id: await converse(), body: 'Thanks' };
		const [reply] = await does('conversation', operation, more);
		expect(bodyOf(-1)).toMatchObject({ admin_id: '9600001', body: 'Thanks' });
		expect(bodyOf(-1)).not.toHaveProperty('attachment_files');
		expect(reply.attachments).toEqual([]);
	},
);

it('asks whose token it is once for all items', async () => {
	const more = { conversation_id: await converse(), body: 'Thanks' };
	await does('conversation', 'replyAsAdmin', more, { items: [{}, {}, {}] });
	expect(requests().filter((request) => request === 'GET /me')).toHaveLength(1);
});

it('a field that the item does not have is told before anything is sent', async () => {
	const reply = {
		conversation_id: byId('1'),
		admin_id: ADA,
		body: 'x',
		attachment_files: 'nothing',
	};
	await expect(does('conversation', 'replyAsAdmin', reply, { files })).rejects.toThrow(/nothing/);
	expect(requests()).toEqual([]);
});

it('more than 10 files are caught before sending', async () => {
	const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, files.photo]));
	const reply = {
		conversation_id: byId('1'),
		admin_id: ADA,
		body: 'x',
		attachment_files: Object.keys(many).join(),
	};
	await expect(does('conversation', 'replyAsAdmin', reply, { files: many })).rejects.toThrow(
		'There are 11 files, and Intercom takes 10',
	);
	const addresses = { attachment_urls: 'https://example.com/a.png,'.repeat(11) };
	await expect(
		does('conversation', 'replyAsAdmin', { ...reply, attachment_files: '', additionalFields: addresses }),
	).rejects.toThrow('There are 11 addresses of attachments, and Intercom takes 10');
	expect(requests()).toEqual([]);
});
