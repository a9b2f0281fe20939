import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';
import { isLoopback, isSafeAddress } from '../../core/http/address';
import { exchange, policy, type Exchanged, type Reply } from '../../core/http/exchange';
import { createGovernor } from '../../core/http/governor';
import { wait } from '../../core/http/wait';
import type { Open, Request, Stream } from '../../core/table/operation';
import { fileName, mediaType } from '../../core/values/line';
import { decoded } from '../../core/values/path';
import { apiOf, readCredential } from '../connection/credential';
import { lost, refused, unanswered } from './errors';
import { asker, CONCURRENCY, type Sending } from './send';

/** Exports insist on it; a recording is whatever it is. Source: Intercom API 2.14, downloadDataExport, showCallRecording. */
const accepted = ({ path }: Request): string =>
	path.startsWith('/download/') ? 'application/octet-stream' : '*/*';

/** What Content-Disposition calls the file, else the end of its address. */
function nameOf({ 'content-disposition': disposition }: IDataObject, address: string): string {
	const said = /filename\*=utf-8''([^;]+)|filename="?([^";]+)/i.exec(String(disposition ?? ''));
	const last = said?.[1] ?? said?.[2] ?? new URL(address, 'https://file.page').pathname;
	return fileName(decoded(last.replace(/%(?![0-9a-f]{2})/gi, '%25')));
}

const file = ({ headers, body }: Reply, address: string) => ({
	stream: body as Stream,
	name: nameOf(headers, address),
	mime: mediaType(String(headers['content-type'] ?? '')),
});

/**
 * Where the file lies instead; undefined where that is no place to go to: whoever answers in Intercom's place would have us
 * ask this machine for what is meant for nobody else, unless the API itself is here.
 */
function elsewhere({ statusCode, headers }: Reply, server: string): string | undefined {
	const location = String(headers.location ?? '');
	if (![301, 302, 303, 307, 308].includes(statusCode) || !isSafeAddress(location)) return undefined;
	return isLoopback(server) || !isLoopback(location) ? location : undefined;
}

/** A signed address may lead on to another. */
const MOST_REDIRECTS = 3;

/** For the servers that Intercom keeps files on, which have limits of their own. */
const files = createGovernor(CONCURRENCY, wait);

/**
 * Opens files of Intercom's API as they come. Where it redirects to a signed address (recordings), that one is asked without
 * the token. Governed and tried again as all requests are.
 */
export async function opener(
	context: IAllExecuteFunctions,
	type: string,
	sending: Sending = {},
): Promise<Open> {
	const node = context.getNode();
	const { how = policy, stopped } = sending;
	const { baseUrl: server } = apiOf(node, await readCredential(context, type));
	const ask = await asker(context, type, sending);
	const fetch = async (url: string) =>
		await exchange(
			context,
			{ method: 'GET', url, encoding: 'stream', headers: { Accept: '*/*' } },
			{ governor: files, policy: how, stopped, mayRepeat: () => true },
		);

	return async (request, hear) => {
		let address = request.path;
		let outcome: Exchanged = await ask(request, { encoding: 'stream', accept: accepted(request) }, hear);
		for (let redirects = 0; ; redirects++) {
			if ('fault' in outcome) throw unanswered(node, request, outcome, how.timeoutMs);
			const { reply } = outcome;
			if (reply.statusCode < 300) return file(reply, address);
			const next = redirects < MOST_REDIRECTS ? elsewhere(reply, server) : undefined;
			if (!next) throw redirects > 0 ? lost(node, request, reply) : refused(node, request, reply);
			outcome = await fetch((address = next));
		}
	};
}
