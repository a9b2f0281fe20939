import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send } from '../../core/table/operation';
import { at, own } from '../../core/values/own';
import { typedPath } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { elements, take } from '../transport/pages';
import { toSeconds } from '../webhook/payload';
import type { Source } from './sources';

/** A resource of the user's own choosing, as the parameters describe it. */
export type CustomResource = {
	name?: string;
	/** Path of a list, such as /news/news_items. */
	path?: string;
	listKey?: string;
	idField?: string;
	timeField?: string;
	timeFormat?: 'auto' | 'milliseconds';
	event?: 'created' | 'updated';
};

const required = ({ name, path, listKey, idField, timeField }: CustomResource): void => {
	const empty = Object.entries({
		Name: name,
		Path: path,
		'List Key': listKey,
		'ID Field': idField,
		'Time Field': timeField,
	})
		.filter(([, value]) => !value?.trim())
		.map(([label]) => `'${label}'`);
	if (empty.length === 0) return;
	throw new UserError(`A custom resource has no ${empty.join(', ')}`, {
		description: 'Fill in all fields of the resource, or remove it',
	});
};

const notPath = (path: string, why: string) =>
	new UserError(`'${shown(path)}' is not the path of a list of Intercom’s API`, {
		description: `${why}. Give the path alone, such as /news/news_items`,
	});

const absent = (name: string, label: string, field: string, found: object): UserError =>
	new UserError(`${label} '${field}' of the custom resource '${name}' is not in Intercom's reply`, {
		description: `The members that are there: ${Object.keys(found).slice(0, 20).join(', ')}`,
	});

/** Sends, and refuses a reply without the list: it would look as if nothing ever happened. */
const keyed =
	(send: Send, listKey: string, name: string): Send =>
	async (request) => {
		const reply = await send(request);
		if (Array.isArray(own(reply, listKey))) return reply;
		throw absent(name, 'List Key', listKey, reply);
	};

/** A custom resource as a source: the list at its path, read to its end at every poll and sifted here by its time field. */
export function customSource(resource: CustomResource): Source & { topic: string; key: string } {
	required(resource);
	const {
		name = '',
		path = '',
		listKey = '',
		idField = '',
		timeField = '',
		timeFormat,
		event = 'updated',
	} = resource;
	const topic = `custom.${name.trim()}.${event}`;
	const request: Request = {
		method: 'GET',
		path: typedPath(path, notPath),
		query: {},
		body: {},
	};
	const touched = (object: IDataObject): number => {
		const value = at(object, timeField);
		return toSeconds(timeFormat === 'milliseconds' ? Number(value) / 1000 : value) ?? 0;
	};
	return {
		topic,
		key: [topic, request.path, listKey, timeField].join(' '),
		page: async (send) => {
			const objects = await take(
				Infinity,
				elements(keyed(send, listKey.trim(), name), request, listKey.trim()),
			);
			const [object] = objects;
			if (object && at(object, timeField) === undefined) throw absent(name, 'Time Field', timeField, object);
			return { objects };
		},
		touched,
		events: (object) => {
			const time = touched(object);
			const id = at(object, idField);
			const item = { type: name.trim(), ...object, id: id as string, updated_at: time };
			return [{ topic, at: time, item, data: object, mark: `${topic}:${String(id)}:${time}` }];
		},
	};
}
