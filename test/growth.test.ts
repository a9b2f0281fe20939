import type { INode } from 'n8n-workflow';
import { isUnresolved } from '../nodes/Absmartly/values/text';
import { toMilliseconds } from '../nodes/Absmartly/values/time';
import { eventsIn, toEvent as toConsoleEvent } from '../nodes/Absmartly/webhook/event';
import { isShown } from '../nodes/Absmartly/webhook/fitting';
import { fitsKey, keyIn, makeKey } from '../nodes/Absmartly/webhook/urlKey';
import { readable } from '../nodes/core/html/readable';
import { complaintsIn } from '../nodes/core/http/reason';
import { unescaped } from '../nodes/core/values/entities';
import { near } from '../nodes/core/values/near';
import { numberIn, shown } from '../nodes/core/values/plain';
import { toInstant } from '../nodes/core/values/time';
import { records } from '../nodes/Intercom/exports/csv';
import { untar } from '../nodes/Intercom/exports/tar';
import { recordsIn } from '../nodes/Intercom/exports/unpack';
import { verified } from '../nodes/Intercom/identity/jwt';
import { lastMessage } from '../nodes/Intercom/transcript/lastMessage';
import { masked } from '../nodes/Intercom/transcript/masked';
import { plain } from '../nodes/Intercom/transcript/plain';
import { transcript } from '../nodes/Intercom/transcript/transcript';
import { refused } from '../nodes/Intercom/transport/errors';
import { toUnixSeconds } from '../nodes/Intercom/transport/times';
import { saysTooManyJobs } from '../nodes/Intercom/transport/send';
import { toEvent } from '../nodes/Intercom/webhook/event';
import { passes } from '../nodes/Intercom/webhook/filters';
import { sampleNotification } from '../nodes/Intercom/webhook/samples';
import { isSigned } from '../nodes/Intercom/webhook/signature';
import { topics } from '../nodes/Intercom/webhook/topics';
import { tar } from './simulators/intercom/tar';
import { growthOf, linear, PIECES } from './growth';

/** Whatever a stranger repeats, a million characters of it take no more than their length: no parser, no pattern, no comparison. */

const both = { emails: true, phones: true };
const node = { name: 'Intercom', type: 'intercomPlus' } as INode;
const request = { method: 'GET', path: '/contacts', query: {}, body: {} } as const;
/** A sixth of it in each place, so that all of them together are as long. */
const conversation = (text: string, body = text.slice(0, text.length / 6)) => ({
	id: '1',
	title: body,
	source: { body, author: { type: 'user', name: body } },
	conversation_parts: { conversation_parts: [{ part_type: 'comment', body, author: { name: body } }] },
});
/** What is refused is read as well. */
const orRefused = (work: (text: string) => unknown) => (text: string) => {
	try {
		return work(text);
	} catch (error) {
		return error;
	}
};

async function* chunks(text: string, size = 16_384): AsyncGenerator<string> {
	for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
async function* bytes(all: Buffer): AsyncGenerator<Buffer> {
	for (let at = 0; at < all.length; at += 16_384) yield all.subarray(at, at + 16_384);
}
/** How many there were until it ended or was refused. */
async function allOf(source: AsyncIterable<unknown>): Promise<number> {
	let count = 0;
	try {
		for await (const one of source) count += one ? 1 : 0;
	} catch {
		return count;
	}
	return count;
}
function withHeader(header: string): Buffer {
	const archive = tar({ 'x.csv': header });
	archive.write('x', 156, 'latin1');
	return archive;
}

it.each<[string, (text: string) => unknown]>([
	['HTML as text', (text) => readable(text, 'plain')],
	['HTML as Markdown', (text) => readable(text, 'markdown')],
	['a message within a paragraph', (text) => plain(`<p>${text}</p>`)],
	['code', (text) => readable(`<pre>${text}x</pre>`, 'plain')],
	['a link', (text) => readable(`<a href="https://a.example/${text}">${text}</a>`, 'markdown')],
	['plain text', (text) => plain(`${text}x`)],
	['entities', unescaped],
	['masks', (text) => masked(`${text}x`, both)],
	[
		'a transcript',
		async (text) => await transcript(conversation(text), { format: 'markdown', notes: true, masks: both }),
	],
	['a last message', (text) => lastMessage(conversation(text))],
	['a date of Intercom', orRefused((text) => toUnixSeconds(text, 'UTC'))],
	['a date of ABsmartly', orRefused((text) => toMilliseconds(text, 'UTC'))],
	['a date', (text) => toInstant(`2026-02-25 10:00${text}`, 'UTC')],
	['a number', (text) => numberIn(`1${text}x`)],
	['a value in a message', shown],
	['a value that was not filled in', (text) => isUnresolved(`{${text}`)],
	['a name that is near another', (text) => near(text, ['contact', text], (one) => [one])],
	['what a server says of an error', (text) => complaintsIn({ errors: [{ message: text, code: text }] })],
	['the page of a proxy', (text) => complaintsIn(`<html>${text}`)],
	['a refusal', (text) => refused(node, request, { statusCode: 400, headers: {}, body: text })],
	['a refusal for exports', saysTooManyJobs],
	['a CSV', async (text) => await allOf(records(chunks(text)))],
	['a quoted field of a CSV', async (text) => await allOf(records(chunks(`a\n"${text}`)))],
	['a CSV in pieces of a few characters', async (text) => await allOf(records(chunks(text, 50)))],
	['an archive', async (text) => await allOf(recordsIn(bytes(tar({ 'a.csv': text }))))],
	['a header of an archive', async (text) => await allOf(untar(bytes(withHeader(text.slice(0, 65_000)))))],
	['a token', async (text) => await verified(`${text}.${text}.${text}`, 'secret', 0)],
	[
		'an event of ABsmartly',
		(text) => {
			const metadata = { download_url: `/v1/experiments/exports/1/${text}` };
			const sent = {
				event_name: 'ExperimentDataExportReady',
				id: text,
				event_at: text,
				comment: text,
				metadata,
			};
			const [notification] = eventsIn(Buffer.from(JSON.stringify(sent))) ?? [];
			return isShown({}, toConsoleEvent(notification, { receivedAt: 0, standIn: '' }));
		},
	],
	['a key in a URL', (text) => fitsKey(keyIn(`/${text}?${text}`), makeKey())],
	['a signature', (text) => isSigned(Buffer.from(text), text, ['secret'])],
])(
	'%s grows no faster than its input',
	async (_, work) => {
		const slow: string[] = [];
		for (const piece of PIECES) {
			const growth = await growthOf(work, piece);
			if (!linear(growth))
				slow.push(`${JSON.stringify(piece)}: ${growth.toFixed(1)} × as much as in short pieces`);
		}
		expect(slow).toEqual([]);
	},
	300_000,
);

/** A value with each of its lists made as long as that: what a sender may put into a signed event. */
function widened(value: unknown, size: number): unknown {
	if (Array.isArray(value)) {
		const each = value.map((one) => widened(one, 1));
		return each.length === 0 ? each : Array.from({ length: size }, (_, index) => each[index % each.length]);
	}
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, widened(member, size)]));
}

it.each<[string, (text: string) => unknown]>([
	['spaces before an end', (text) => `${text}x`.replace(/[ ]+$/gm, '')],
	[
		'a new list for each character',
		(text) => [...text].reduce<string[]>((done, one) => [...done, one], []).length,
	],
])('the measure sees quadratic work: %s', async (_, work) => {
	expect(linear(await growthOf(work, ' ', 20_000))).toBe(false);
});

it('an event with lists of any length is read in linear time', async () => {
	const filters = { workspaces: [], ignore: ['own', 'bots'], ignoreAdmins: ['1'], teams: ['1'], tags: ['x'] };
	const slow: string[] = [];
	for (const { topic } of topics) {
		const sample = sampleNotification(topic, { now: 1_800_000_000, version: '2.14' });
		const growth = await growthOf(
			(text) => {
				const event = toEvent(widened(sample, text.length) as typeof sample, {
					verified: true,
					receivedAt: 1,
				});
				return passes(event, { ...filters, contactRole: 'any' }, '2');
			},
			'x',
			20_000,
		);
		if (!linear(growth)) slow.push(`${topic}: ${growth.toFixed(1)} × as much as in short pieces`);
	}
	expect(slow).toEqual([]);
}, 300_000);
