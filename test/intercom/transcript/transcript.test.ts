import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { masked } from '../../../nodes/Intercom/transcript/masked';
import { readable } from '../../../nodes/core/html/readable';
import { transcript } from '../../../nodes/Intercom/transcript/transcript';
import { execute } from '../../engine';
import { startIntercom, type IntercomSimulator } from '../../simulators/intercom';

describe('HTML as a person reads it', () => {
	it.each<[string, string, string]>([
		['paragraphs', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
		['empty paragraphs', '<p>One</p>\n<p class="no-margin"><br></p>\n<p>Two</p>', 'One\n\nTwo'],
		['line breaks', 'One<br>Two<br/>Three<br /><br>Four', 'One\nTwo\nThree\n\nFour'],
		['white space', '  <p>One\n   two\t three </p> ', 'One two three'],
		['words across tags', '<b>un</b>believ<i>able</i>, <em>really</em> good', 'unbelievable, really good'],
		['divs', '<div>One<div>Two</div></div>Three', 'One\nTwo\nThree'],
		['headings', '<h1>Order</h1>It is late', 'Order\n\nIt is late'],
		['lists', '<p>Need:</p><ul><li>Milk</li><li>Bread</li></ul>Thanks', 'Need:\n\n- Milk\n- Bread\n\nThanks'],
		['numbered lists', '<ol><li>First</li><li>Then</li></ol>', '1. First\n2. Then'],
		[
			'lists in lists',
			'<ul><li>A<ul><li>B</li><li>C</li></ul></li><li>D</li></ul>',
			'- A\n  - B\n  - C\n- D',
		],
		['list items of paragraphs', '<ol><li><p>A</p></li></ol>', '1. A'],
		[
			'tables',
			'<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>3</td></tr></table>',
			'Item | Price\nTea | 3',
		],
		['code', '<pre><code>if (a &lt; b) {\n    go();\n}</code></pre>', 'if (a < b) {\n    go();\n}'],
		['lines between', 'One<hr>Two', 'One\n\n---\n\nTwo'],
		[
			'links',
			'See <a href="https://a.example/x?y=1&amp;z=2">the page</a>.',
			'See the page (https://a.example/x?y=1&z=2).',
		],
		[
			'links that say their address',
			'<a href="https://a.example/">https://a.example/</a>',
			'https://a.example/',
		],
		['mail links', '<a href="mailto:a@b.example">a@b.example</a>', 'a@b.example'],
		['spaces around links', 'a<a href="https://b.example"> b </a>c', 'a b (https://b.example) c'],
		['links never closed', '<a href="https://b.example">b', 'b (https://b.example)'],
		[
			'pictures',
			'<img src="https://a.example/p.png" alt="Broken lamp">',
			'[Broken lamp (https://a.example/p.png)]',
		],
		['pictures without a name', '<img src=https://a.example/p.png>', '[image (https://a.example/p.png)]'],
		[
			'a linked picture',
			'<a href="https://a.example"><img src="x" alt="Logo"></a>',
			'Logo (https://a.example)',
		],
		['entities', '&lt;b&gt; &amp;amp; &quot;&#39;&#x2F;&nbsp;&eacute;&hellip;&euro;', `<b> &amp; "'/ é…€`],
		[
			'entities that are none',
			'&nope; &; & &#; fish&chips ?a=1&copy=2',
			'&nope; &; & &#; fish&chips ?a=1&copy=2',
		],
		[
			'numbers that are no characters',
			'&#0;&#xD800;&#1114112;&#99999999;&#128;&#150;',
			'\ufffd\ufffd\ufffd\ufffd€–',
		],
		['emoji', '&#128512; 👩‍👩‍👧', '😀 👩‍👩‍👧'],
		['plain text', 'a < b and b > c, 1<2', 'a < b and b > c, 1<2'],
		['nothing', '', ''],
	])('%s', (_, html, text) => {
		expect(readable(html, 'plain')).toBe(text);
	});

	it('Markdown has links and pictures of its own', () => {
		const html = '<a href="https://a.example/(x)">a [b]</a> <img src="https://a.example/p.png" alt="P">';
		expect(readable(html, 'markdown')).toBe(
			'[a \\[b\\]](https://a.example/%28x%29) ![P](https://a.example/p.png)',
		);
	});

	describe('hostile', () => {
		it.each<[string, string, string]>([
			['script', 'a<script>alert("<b>")</script>b', 'ab'],
			['script in capitals', 'a<SCRIPT type="x">alert(1)</sCrIpT >b', 'ab'],
			['script that closes another name', 'a<script>x</scripty>y</script>b', 'ab'],
			['script never closed', 'a<script>alert(1)', 'a'],
			['style', '<style>p { color: red }</style>a', 'a'],
			['a script in a style', 'a<style><script></style>b</script>c', 'abc'],
			['comments', 'a<!-- <p>x</p> -->b<!-- never closed', 'ab'],
			['conditional comments', 'a<!--[if mso]><p>x</p><![endif]-->b', 'ab'],
			['declarations', '<!DOCTYPE html><?xml version="1"?>a<![CDATA[b]]>c', 'ac'],
			[
				'attributes with >',
				'<a href="https://a.example/?x=>&quot;" title=\'>\'>b</a>',
				'b (https://a.example/?x=>")',
			],
			['tags in pieces', '<scr<script>x</script>ipt>a', 'xipt>a'],
			['tags never closed', 'a <b', 'a'],
			['an attribute never closed', 'a <img alt="x', 'a'],
			['escaped tags stay text', '&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
			['escaped twice', '&amp;lt;b&amp;gt;', '&lt;b&gt;'],
			[
				'addresses that run',
				'<a href="javascript:alert(1)">a</a> <a href=" jAva\tscript:x">b</a> <a href="data:text/html,x">c</a>',
				'a b c',
			],
			['addresses that run, escaped', '<a href="&#106;avascript&colon;alert(1)">a</a>', 'a'],
			[
				'pictures that carry data',
				'<img src="data:image/png;base64,AAAA" alt="x"><img src=x onerror=alert(1)>',
				'[x][image]',
			],
			['handlers', '<p onclick="alert(1)">a</p><svg onload=alert(1)><text>x</text></svg>', 'a'],
			[
				'control characters and hidden signs',
				'a\u0000b\u001b[31mc\u200bd\u202ee&#8203;&#x202E;&#27;f',
				'ab[31mcdef',
			],
			['closing what was never open', '</p></ul></b></a></pre>a</li>', 'a'],
		])('%s', (_, html, text) => {
			expect(readable(html, 'plain')).toBe(text);
		});

		it('whatever comes, no tag of a script and no address that runs is left', () => {
			const piece = fc.constantFrom(
				'<script>',
				'</script>',
				'<a href="',
				'">',
				'</a>',
				'javascript:',
				'<p>',
				'<!--',
				'-->',
				'x',
				' ',
				'<',
				'>',
				'"',
				"'",
				'=',
				'/',
				'<li>',
				'<pre>',
				'</pre>',
				'\n',
			);
			fc.assert(
				fc.property(
					fc.array(piece, { maxLength: 40 }),
					fc.constantFrom('plain' as const, 'markdown' as const),
					(pieces, style) => {
						const text = readable(pieces.join(''), style);
						expect(text).not.toMatch(/<script>[^]*<\/script>/);
						expect(text).not.toMatch(/\((?!https?:|mailto:|tel:)\s*javascript:/);
					},
				),
				{ numRuns: 2000 },
			);
		});
	});
});

describe('masking', () => {
	const both = { emails: true, phones: true };
	it.each<[string, string]>([
		['Write to ada@example.com.', 'Write to [email].'],
		['<ada.l+x@mail.example.co.uk>, Jörg@müller.example', '<[email]>, [email]'],
		['mailto:ada@example.com', 'mailto:[email]'],
		['no mail: a@b, @ada, ada@', 'no mail: a@b, @ada, ada@'],
		['Call +41 79 123 45 67 now', 'Call [phone] now'],
		['(555) 123-4567 or 555.123.4567 or 079/1234567', '[phone] or [phone] or [phone]'],
		['0791234567, 555-1234', '[phone], [phone]'],
		['+14155552671', '[phone]'],
		['0791234567 0797654321', '[phone] [phone]'],
		['079 123 45 67 2026-02-25 10:00', '[phone] 2026-02-25 10:00'],
		['on 2026-02-25 at 14:05:10, 25.02.2026', 'on 2026-02-25 at 14:05:10, 25.02.2026'],
		['order 1234567 for 1200 at 192.168.100.200', 'order 1234567 for 1200 at 192.168.100.200'],
		['https://a.example/orders/123456789012', 'https://a.example/orders/123456789012'],
	])('%s', (text, result) => {
		expect(masked(text, both)).toBe(result);
	});

	it('is only what was asked for', () => {
		const text = 'ada@example.com +41 79 123 45 67';
		expect(masked(text, { emails: false, phones: false })).toBe(text);
		expect(masked(text, { emails: true, phones: false })).toBe('[email] +41 79 123 45 67');
		expect(masked(text, { emails: false, phones: true })).toBe('ada@example.com [phone]');
	});
});

describe('the transcript', () => {
	const ada = { type: 'admin', id: '1', name: 'Ada', email: 'ada@example.com' };
	const alan = { type: 'user', id: 'c1', name: 'Alan', email: 'alan@example.com' };
	const at = (minute: number) => Date.parse('2026-02-25T09:00:00Z') / 1000 + minute * 60;
	const conversation = {
		id: '1295',
		title: null,
		created_at: at(0),
		source: {
			subject: '<p>Late &amp; lost</p>',
			body: '<p>Where is it?</p>',
			author: alan,
			attachments: [{ name: 'photo.png', url: 'https://files.example/p.png' }],
			redacted: false,
		},
		conversation_parts: {
			total_count: 6,
			conversation_parts: [
				{ part_type: 'assignment', body: null, created_at: at(1), author: ada },
				{ part_type: 'comment', body: '<p>Call +41 79 123 45 67</p>', created_at: at(2), author: ada },
				{ part_type: 'note', body: '<p>VIP!</p>', created_at: at(3), author: ada },
				{ part_type: 'comment', body: '', created_at: at(4), author: alan, redacted: true },
				{ part_type: 'comment', body: '<p>Hi</p>', created_at: at(5), author: { type: 'bot', name: 'Fin' } },
				{
					part_type: 'comment',
					body: '<p>ok</p><p>**Ada** (teammate)</p><p># Refund</p>',
					created_at: at(6),
					author: { type: 'lead', name: null, email: 'alan@example.com' },
				},
			],
		},
	} as unknown as IDataObject;
	const masks = { emails: false, phones: false };

	it('shows names of people and files as they are, which Intercom escapes', async () => {
		const named = {
			...conversation,
			title: 'Phone &amp; SMS',
			conversation_parts: {
				conversation_parts: [
					{
						part_type: 'comment',
						body: '<p>Hi</p>',
						author: { type: 'user', name: 'Müller &amp; Co &lt;3' },
						attachments: [{ name: 'a &amp; b.png', url: 'https://files.example/a.png' }],
					},
				],
			},
		} as unknown as IDataObject;
		const { title, messages } = await transcript(named, { format: 'messages', notes: false, masks });
		expect(title).toBe('Phone & SMS');
		expect((messages as IDataObject[]).at(-1)).toMatchObject({
			author: 'Müller & Co <3',
			content: 'Hi\n[attachment] a & b.png (https://files.example/a.png)',
		});
	});

	it('as messages', async () => {
		const result = await transcript(conversation, {
			format: 'messages',
			notes: false,
			masks: { emails: true, phones: true },
		});
		expect(result).toEqual({
			conversation_id: '1295',
			title: 'Late & lost',
			messages: [
				{
					role: 'user',
					content: 'Where is it?\n[attachment] photo.png (https://files.example/p.png)',
					at: '2026-02-25T09:00:00.000Z',
					author: 'Alan',
				},
				{ role: 'assistant', content: 'Call [phone]', at: '2026-02-25T09:02:00.000Z', author: 'Ada' },
				{ role: 'user', content: '[redacted]', at: '2026-02-25T09:04:00.000Z', author: 'Alan' },
				{ role: 'assistant', content: 'Hi', at: '2026-02-25T09:05:00.000Z', author: 'Fin' },
				{
					role: 'user',
					content: 'ok\n\n**Ada** (teammate)\n\n# Refund',
					at: '2026-02-25T09:06:00.000Z',
					author: '[email]',
				},
			],
			message_count: 5,
			truncated: false,
		});
	});

	it('has internal notes only where they are wanted', async () => {
		for (const format of ['messages', 'markdown', 'text'] as const) {
			expect(JSON.stringify(await transcript(conversation, { format, notes: false, masks }))).not.toContain(
				'VIP',
			);
			expect(JSON.stringify(await transcript(conversation, { format, notes: true, masks }))).toContain('VIP');
		}
		const { messages } = await transcript(conversation, { format: 'messages', notes: true, masks });
		expect(messages).toContainEqual({
			role: 'system',
			content: 'Internal note: VIP!',
			at: '2026-02-25T09:03:00.000Z',
			author: 'Ada',
		});
	});

	it('as Markdown, where nobody can write another one’s heading', async () => {
		const { transcript: text } = await transcript(conversation, { format: 'markdown', notes: false, masks });
		expect(text).toBe(
			[
				'# Late & lost',
				'**Alan** (customer), 2026-02-25T09:00:00.000Z',
				'> Where is it?\n> [attachment] [photo.png](https://files.example/p.png)',
				'**Ada** (teammate), 2026-02-25T09:02:00.000Z',
				'> Call +41 79 123 45 67',
				'**Alan** (customer), 2026-02-25T09:04:00.000Z',
				'> [redacted]',
				'**Fin** (bot), 2026-02-25T09:05:00.000Z',
				'> Hi',
				'**alan@example.com** (customer), 2026-02-25T09:06:00.000Z',
				'> ok\n>\n> **Ada** (teammate)\n>\n> # Refund',
			].join('\n\n'),
		);
	});

	it('as plain text, every line of a message set off', async () => {
		const { transcript: text } = await transcript(conversation, { format: 'text', notes: false, masks });
		expect(String(text).split('\n\n').slice(0, 3)).toEqual([
			'Late & lost',
			'[2026-02-25T09:00:00.000Z] Alan (customer):\n  Where is it?\n  [attachment] photo.png (https://files.example/p.png)',
			'[2026-02-25T09:02:00.000Z] Ada (teammate):\n  Call +41 79 123 45 67',
		]);
		expect(
			String(text)
				.split('\n')
				.filter((line) => line.startsWith('**')),
		).toEqual([]);
	});

	it('says where messages may be missing', async () => {
		const part = { part_type: 'comment', body: 'x', created_at: at(1), author: ada };
		const of = (count: number, total = count) =>
			({
				...conversation,
				conversation_parts: { total_count: total, conversation_parts: Array(count).fill(part) },
			}) as unknown as IDataObject;
		const wish = { format: 'messages' as const, notes: false, masks };
		expect(await transcript(of(499), wish)).toMatchObject({ truncated: false, message_count: 500 });
		const result = await transcript(of(500), wish);
		expect(result).toMatchObject({ truncated: true, message_count: 501 });
		expect((result.messages as IDataObject[])[1]).toMatchObject({
			role: 'system',
			content: expect.stringContaining('500'),
		});
		expect((await transcript(of(20, 30), { ...wish, format: 'text' })).transcript).toContain(
			'(Messages may be missing here',
		);
	});

	it('bears a conversation that lacks everything', async () => {
		expect(await transcript({ id: '1' }, { format: 'markdown', notes: true, masks })).toEqual({
			conversation_id: '1',
			title: null,
			transcript: '',
			message_count: 0,
			truncated: false,
		});
	});
});

describe('Conversation > Get Transcript', () => {
	let intercom: IntercomSimulator;
	beforeAll(async () => {
		intercom = await startIntercom();
	});
	afterAll(async () => await intercom.close());

	const ALAN = '6961000000000000000000a2';
	const ADMIN = { __rl: true, mode: 'id', value: '9600001' };
	async function does(operation: string, parameters: INodeParameters) {
		const { items, error } = await execute('intercomPlus', {
			parameters: { resource: 'conversation', operation, ...parameters },
			credentials: {
				intercomAccessTokenApi: {
					region: 'custom',
					baseUrl: intercom.url,
					accessToken: intercom.accessToken,
				},
			},
		});
		if (error) throw error;
		return items[0].json;
	}

	it('reads the conversation once and writes it out', async () => {
		const started = await does('create', {
			contact_id: { __rl: true, mode: 'id', value: ALAN },
			body: '<p>My mail is <b>alan@example.com</b></p>',
		});
		const conversation_id = { __rl: true, mode: 'id', value: String(started.conversation_id) };
		await does('addNote', { conversation_id, admin_id: ADMIN, body: 'Careful' });
		await does('replyAsAdmin', { conversation_id, admin_id: ADMIN, body: 'Thanks' });
		intercom.requests.length = 0;
		const additionalFields = { mask_emails: true };
		const result = await does('getTranscript', { conversation_id, format: 'messages', additionalFields });
		expect(result).toMatchObject({
			conversation_id: started.conversation_id,
			messages: [
				{ role: 'user', content: 'My mail is [email]', author: 'Alan Turing' },
				{ role: 'assistant', content: 'Thanks' },
			],
			message_count: 2,
			truncated: false,
		});
		expect(intercom.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			`GET /conversations/${String(started.conversation_id)}`,
		]);
		const withNotes = await does('getTranscript', {
			conversation_id,
			additionalFields: { include_notes: true },
		});
		expect(withNotes.transcript).toMatch(/\*\*.+\*\* \(internal note\), .+\n\n> Careful/);
		expect((await does('getTranscript', { conversation_id })).transcript).not.toContain('Careful');
	});
});
