import { replyOf } from '../../../facts/replies';
import { factOf, type Fact } from '../../../facts/requests';
import type { Call, Routes } from '../routes/call';
import type { Json } from '../types';
import { exampleReply } from './example';
import { refuseMisfits } from './refuse';

/** What it says of itself, for the reply to repeat: its query, its body, and what its path names. */
function saidBy(request: string, { params, query, body }: Call): Json {
	const named = Object.values(params).at(-1);
	// a POST to a collection makes something new in it
	const id = /^POST .*s$/.test(request) ? undefined : named;
	return { id, ...query, ...body, ...params };
}

/** Where recordings lie: outside of the API, so that no token opens them. */
export const FILES = '/signed';

const replay = (request: string) => (call: Call) => {
	const { look, query, body, reply, url } = call;
	refuseMisfits(factOf(request, look.version) as Fact, query, body);
	const { status, reply: shape } = replyOf(request, look.version);
	if (status === 302) return reply.redirect(`${url.origin}${FILES}/recording.mp3`, 302);
	reply.code(status);
	if (shape === undefined) return reply.send();
	if (shape === 'file') return reply.type('text/plain').send(request);
	return reply.send(exampleReply(shape, look.version, saidBy(request, call)));
};

/** Routes that keep nothing: each checks what it is sent and answers in the shape that the operation's description has. */
export const replaying = (requests: string[]): Routes =>
	Object.fromEntries(requests.map((request) => [request.replace(/\{(\w+)\}/g, ':$1'), replay(request)]));
