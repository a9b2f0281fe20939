import type { IWebhookFunctions } from 'n8n-workflow';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** The bytes of a delivery, or what to refuse it with. */
export type Body = { bytes: Buffer } | { status: 400 | 413; reason: string };

const unreadable: Body = { status: 400, reason: 'its body could not be read' };
const tooLarge: Body = { status: 413, reason: 'its body is larger than n8n accepts' };
const form: Body = { status: 400, reason: 'its body is a multipart form' };

/** n8n's own reader: decompresses gzip and deflate, and stops at N8N_PAYLOAD_SIZE_MAX (MiB; 16 unless set). */
async function read(request: Request): Promise<Body> {
	await request.readRawBody();
	return { bytes: request.rawBody };
}

/** Comes to an end only if the sender hangs up early: n8n's reader then waits forever for a compressed body's end. */
const hungUp = async (request: Request): Promise<Body> =>
	await new Promise((resolve) => {
		request.once('close', () => {
			if (!request.complete) resolve(unreadable);
		});
	});

/** n8n's reader throws errors of its own (`httpStatusCode`), of raw-body (`status`) and of zlib (neither). */
function refusalFor(error: unknown): Body {
	const { status, httpStatusCode } = Object(error) as { status?: unknown; httpStatusCode?: unknown };
	return status === 413 || httpStatusCode === 413 ? tooLarge : unreadable;
}

/**
 * The bytes that the signature is checked over: decompressed where `Content-Encoding` is gzip or deflate, otherwise as
 * they came. n8n has read the types that it knows, JSON among them, before it calls `webhook`; any other is read here.
 * Never throws, because n8n would make a failed execution of it. Source: n8n, `webhook-helpers` and `body-parser`.
 */
export async function readBody(request: Request): Promise<Body> {
	const { rawBody } = request as { rawBody?: Buffer };
	if (rawBody) return { bytes: rawBody };
	// n8n has made fields and files of it, and kept none of its bytes
	if (request.contentType === 'multipart/form-data') return form;
	if (!request.readable) return unreadable;
	return await Promise.race([read(request), hungUp(request)]).catch(refusalFor);
}
