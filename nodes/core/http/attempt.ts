import {
	NodeApiError,
	type IAdditionalCredentialOptions,
	type IAllExecuteFunctions,
	type IDataObject,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import type { Stream } from '../table/operation';
import { unlessAborted } from './abort';
import type { Blot } from './blot';
import { deadline, longestFor, watch, type Deadline } from './deadline';
import { faultIn, type Fault } from './fault';
import { leave } from './leftovers';

export type Reply = { statusCode: number; headers: IDataObject; body: unknown };

/** A reply of whatever status, or a network fault. */
export type Outcome = { reply: Reply } | Fault;

/** Who asks, and for how long: `timeoutMs` in milliseconds. */
export type Sender = {
	/** Absent where the request carries no secret. */
	credentialType?: string;
	credentialOptions?: IAdditionalCredentialOptions;
	timeoutMs: number;
	blot: Blot;
};

export const cancelSignal = (context: IAllExecuteFunctions): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** An error's body is never longer than this, in bytes. */
const LONGEST_ERROR = 100_000;

async function readBody(stream: AsyncIterable<Buffer>): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		if ((bytes += chunk.length) > LONGEST_ERROR) break;
	}
	const text = Buffer.concat(chunks).toString('utf8');
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * The body as the bytes of its JSON; undefined where there is none. From an object axios would drop members with names such
 * as `constructor`, and a text that is JSON it would read once more.
 */
const bytesOf = ({ method, body }: IHttpRequestOptions): Buffer | undefined =>
	method !== 'GET' && typeof body === 'object' && body !== null && Object.keys(body).length > 0
		? Buffer.from(JSON.stringify(body))
		: undefined;

/** One request by n8n's helper, which `signal` ends for certain, whatever becomes of its signal. */
async function send(
	context: IAllExecuteFunctions,
	asked: IHttpRequestOptions,
	{ credentialType, credentialOptions }: Sender,
	signal: AbortSignal,
): Promise<Reply> {
	signal.throwIfAborted();
	if (!credentialType) return (await unlessAborted(context.helpers.httpRequest(asked), signal)) as Reply;
	// n8n puts the signal of the execution in the place of the request's own
	const caller = Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IAllExecuteFunctions;
	const { httpRequestWithAuthentication: request } = context.helpers;
	const asking = request.call(caller, credentialType, asked, credentialOptions);
	return (await unlessAborted(asking, signal)) as Reply;
}

/**
 * One attempt, with an end to it: `timeoutMs` and what its body takes on a slow line, after which it has the fault
 * ETIMEDOUT; ERR_CANCELED where the execution was cancelled. With `encoding: 'stream'` the body of a good reply is a
 * stream, which has as long as it takes while something comes; of any other it is read here. What is neither a reply nor
 * a network fault is passed on as an error of n8n, without the request, which has the secret in it.
 */
export async function attempt(
	context: IAllExecuteFunctions,
	options: IHttpRequestOptions,
	sender: Sender,
): Promise<Outcome> {
	const { timeoutMs, blot } = sender;
	const isFile = options.encoding === 'stream';
	const bytes = bytesOf(options);
	const cancelled = cancelSignal(context);
	const longest = longestFor(timeoutMs, bytes?.length ?? 0);
	const limit = deadline(longest, cancelled);
	const asked: IHttpRequestOptions = {
		...options,
		body: bytes,
		headers: { ...options.headers, ...(bytes && { 'Content-Type': 'application/json' }) },
		json: !isFile,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// a redirect could carry the secret to another origin
		disableFollowRedirect: true,
		// axios counts from the start, however well the body goes out
		timeout: longest,
		abortSignal: limit.signal,
	};
	let isOpen = false;
	try {
		const reply = await send(context, asked, sender, limit.signal);
		leave(isFile ? 0 : Number(reply.headers['content-length']) || 0);
		isOpen = isFile && reply.statusCode < 300;
		if (isOpen) keepOpen(reply.body as Stream, timeoutMs, limit);
		const body = isFile && !isOpen ? await readBody(reply.body as Stream) : reply.body;
		const { statusCode, headers } = reply;
		return { reply: { statusCode, headers: blot(headers), body: isOpen ? body : blot(body) } };
	} catch (error) {
		if (limit.isOver()) return { fault: 'ETIMEDOUT', unsent: false };
		if (cancelled?.aborted) return { fault: 'ERR_CANCELED', unsent: false };
		const fault = faultIn(error);
		if (fault) return fault;
		throw strange(context, error, blot);
	} finally {
		if (!isOpen) limit.release();
	}
}

/** From here on a file has as long as it takes, while it comes; it is let go of when it is there, or given up. */
function keepOpen(stream: Stream, timeoutMs: number, limit: Deadline): void {
	limit.met();
	watch(stream, timeoutMs, limit.end);
	stream.once('close', limit.release);
}

/** What is no fault of the network: the words of n8n, and nothing of the request that it may hold. */
function strange(context: IAllExecuteFunctions, error: unknown, blot: Blot): NodeApiError {
	const { message, description, httpCode } = new NodeApiError(context.getNode(), error as never);
	return new NodeApiError(
		context.getNode(),
		{},
		{
			message: blot(message),
			description: blot(description ?? undefined),
			httpCode: httpCode ?? undefined,
		},
	);
}
