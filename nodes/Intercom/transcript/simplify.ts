import type { IDataObject } from 'n8n-workflow';
import type { Connect } from '../../core/run/run';
import { unescaped } from '../../core/values/entities';
import { kept } from '../../core/values/kept';
import { regionOf } from '../connection/hosts';
import { pageOf } from '../connection/page';
import { lastMessage } from './lastMessage';

type Json = IDataObject;

/** Intercom's times are Unix seconds, in members of these names. */
export const isTime = (name: string): boolean => /_at$|^(snoozed_until|waiting_since|timestamp)$/.test(name);

/** Unix seconds → ISO 8601, as far as a date reaches; anything else stays. */
const asTime = (value: unknown): unknown =>
	typeof value === 'number' && value > 0 && value < 8.64e12 ? new Date(value * 1000).toISOString() : value;

/** Names and titles come escaped as bodies do (recorded: `Phone &amp; SMS`). */
const isName = (name: string): boolean => name === 'name' || name === 'title';

/** A value with the times and names inside it as people read them. */
function readable(value: unknown, name = ''): unknown {
	if (isTime(name)) return asTime(value);
	if (isName(name) && typeof value === 'string') return unescaped(value);
	if (Array.isArray(value)) return value.map((each) => readable(each));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner, key)]));
}

/** The workspace that an object names, itself or through its type; conversations name none. */
const workspaceOf = ({ workspace_id: own, app_id: older, ticket_type: type }: Json): unknown =>
	own ?? older ?? (type as Json | null | undefined)?.workspace_id;

/** What people call a ticket; other objects have a title of their own. */
const titleOf = ({ ticket_attributes: attributes }: Json): unknown =>
	(attributes as Json | null | undefined)?._default_title_ ?? null;

const textOf = (id: unknown): string => (typeof id === 'string' || typeof id === 'number' ? String(id) : '');

/** What is said in a conversation, a ticket or a part of one. */
const isSaid = (type: string): boolean => /^(conversation|ticket)(_part)?$/.test(type);

/**
 * An API whose Simplify gives what a person reads: times in ISO 8601, and where the entry of the table names them `url` (the
 * object's page in the app of its region), `text` (the last message, without HTML) and a ticket's `title`.
 */
export const simplifying =
	(connect: Connect): Connect =>
	async (context, stopped) => {
		const api = await connect(context, stopped);
		let server = '';
		return {
			...api,
			// what a request was sent to tells the region without another read of the credential
			send: async (request, hear) =>
				await api.send(request, (sent) => {
					server = sent.server;
					hear?.(sent);
				}),
			simplify(element, members) {
				const type = String(element.type);
				const more: Json = isSaid(type) ? { text: lastMessage(element) } : {};
				if (type === 'ticket') more.title = titleOf(element) as string;
				const where = { region: regionOf(server) ?? 'custom', workspaceId: textOf(workspaceOf(element)) };
				const url = pageOf(where, type, textOf(element.id));
				if (url) more.url = url;
				return readable(kept({ ...element, ...more }, members)) as Json;
			},
		};
	};
