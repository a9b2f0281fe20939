import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../server';
import type { World } from '../world';
import type { User } from './types';
import type { Sender } from './sender';
import type { ConsoleSettings } from './settings';

declare module 'fastify' {
	interface FastifyRequest {
		/** Whose key the request has. */
		user?: User;
	}
}

/** What the console's routes share. */
export type Console = { world: World; clock: Clock; settings: ConsoleSettings; sender: Sender };

export const idParams = z.object({ id: z.coerce.number().int() });

/** A refusal; the error handler gives it the shape that is set. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
		/** The object's state forbids it, which the CLI also expects as a 200 with `ok:false`. */
		readonly isSoft = false,
	) {
		super(message);
	}
}

/** The element of that id, or a refusal with 404. */
export function found<T extends { id: number }>(singular: string, list: T[], id: number): T {
	const element = list.find((each) => each.id === id);
	if (!element) throw new Refusal(404, `${singular} ${id} does not exist`);
	return element;
}

/** A body, or a refusal with 422 that names the member. Source: specification (validation). */
export function parseBody<Shape extends z.ZodTypeAny>(schema: Shape, body: unknown): z.infer<Shape> {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	const [{ path, message }] = parsed.error.issues;
	throw new Refusal(422, `${path.join('.') || 'body'}: ${message}`);
}

/** Who asks; the hook that looks keys up has let nobody else pass. */
export function userOf({ user }: FastifyRequest): User {
	if (!user) throw new Refusal(401, 'Unauthorized');
	return user;
}

export const isoNow = ({ clock }: Pick<Console, 'clock'>): string => new Date(clock.now()).toISOString();

/** Answers a refusal in the shape that is set. Sources: specification (`errors`), CLI (all others). */
export function answerRefusal(
	{ settings }: Console,
	{ status, message, isSoft }: Refusal,
	reply: FastifyReply,
) {
	const code = isSoft && settings.softRefusals ? 200 : status;
	const { errorShape } = settings;
	if (errorShape === 'text') return reply.code(code).type('text/plain').send(message);
	return reply.code(code).send(
		// a 200 says by ok alone that it is none
		errorShape === 'errors' || code === 200 ? { ok: false, errors: [message] } : { [errorShape]: message },
	);
}

/** The person as objects nest them. */
export function person({ world }: Pick<Console, 'world'>, id: number | undefined) {
	const user = world.users.find((each) => each.id === id);
	return user && { id: user.id, email: user.email, first_name: user.first_name, last_name: user.last_name };
}
