import type { FastifyReply } from 'fastify';
import type { Look } from '../views';
import type { Json, Workspace } from '../types';

/** One request to the API, as its handler sees it. */
export interface Call {
	workspace: Workspace;
	params: Record<string, string>;
	query: Record<string, string>;
	/** Empty where the request has none. */
	body: Json;
	/** The request's own URL, for the links to further pages. */
	url: URL;
	look: Look;
	reply: FastifyReply;
}

/** `'GET /contacts/:id'` to what answers it. */
export type Routes = Record<string, (call: Call) => unknown>;
