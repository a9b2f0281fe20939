import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestUpTo, positions } from './requests';

/** What Intercom's OpenAPI descriptions of 2.14, 2.15 and 2.16 say of each operation's reply. */

/**
 * - an object by its members, `...` those of another shape;
 * - a list by what its elements are, in an array;
 * - `@tag` another shape, `@tag|@team` one of several;
 * - `=open|closed` one of these words;
 * - else a type, or the format of a text (`date-time`); `file` is a reply that is no JSON.
 *
 * What may be null ends in `?`. More than 20 words are left as `string`; long lists of them would tell nothing here.
 */
export type ReplyShape = string | ReplyShape[] | { [name: string]: ReplyShape };

/** The status of success, and the shape of its body unless that is empty. */
export type Reply = { status: number; reply?: ReplyShape };

const { shapes, replies } = JSON.parse(readFileSync(join(__dirname, 'intercom-replies.json'), 'utf8')) as {
	/** By name, where the version added or changed it. */
	shapes: Record<string, Record<string, ReplyShape>>;
	/**
	 * By operation and by the version that brought or changed the reply. `GET /fin_voice/phone_number/{phone_number}` is
	 * described without any success; it is taken to answer as its siblings do.
	 */
	replies: Record<string, Record<string, Reply>>;
};

const byPosition = new Map(Object.entries(replies).map(([request, reply]) => [positions(request), reply]));

const OLDEST = 14;

const upTo = <T>(minor: number, all: Record<string, T> = {}): T | undefined =>
	all[newestUpTo(Math.max(minor, OLDEST), Object.keys(all)) ?? ''];

/** How 2.`minor` answers `POST /tags`; earlier versions answer as 2.14 does. Throws for what no such version has. */
export function replyOf(request: string, minor: number): Reply {
	const reply = upTo(minor, byPosition.get(positions(request)));
	if (!reply) throw new Error(`2.${minor} has no ${request}`);
	return reply;
}

/** The shape of that name in 2.`minor`. */
export function shapeNamed(name: string, minor: number): ReplyShape {
	const versions = Object.entries(shapes).filter(([, all]) => name in all);
	const shape = upTo(minor, Object.fromEntries(versions.map(([version, all]) => [version, all[name]])));
	if (shape === undefined) throw new Error(`2.${minor} has no shape ${name}`);
	return shape;
}

/** `@tag|@team?` → tag, team. */
export const namesIn = (shape: string): string[] =>
	shape
		.replace(/\?$/, '')
		.split('|')
		.map((name) => name.replace('@', ''));

/** An object's members with those it takes over; of several shapes those of each. Null where it is no object. */
export function membersOf(shape: ReplyShape, minor: number): Record<string, ReplyShape> | null {
	if (Array.isArray(shape)) return null;
	if (typeof shape === 'string') {
		if (!shape.startsWith('@')) return null;
		const all = namesIn(shape).map((name) => membersOf(shapeNamed(name, minor), minor));
		return all.some((members) => members === null) ? null : (Object.assign({}, ...all) as never);
	}
	const { '...': taken, ...own } = shape;
	return { ...(taken && membersOf(taken, minor)), ...own };
}
