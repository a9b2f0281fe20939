import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Values } from '../../core/operation';
import { elements, take } from '../pages';
import { toSeconds } from '../webhook/event';
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

const at = (object: IDataObject, path: string): unknown =>
	path.split('.').reduce<unknown>((value, key) => (value as Values | null | undefined)?.[key], object);

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

/** A custom resource as a source: the list at its path, read to its end at every poll and sifted here by its time field. */
export function customSource(resource: CustomResource): Source & { topic: string } {
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
		path: `/${path.trim().replace(/^\/+/, '')}`,
		query: {},
		body: {},
	};
	const touched = (object: IDataObject): number => {
		const value = at(object, timeField);
		return toSeconds(timeFormat === 'milliseconds' ? Number(value) / 1000 : value) ?? 0;
	};
	return {
		topic,
		page: async (send) => ({ objects: await take(Infinity, elements(send, request, listKey.trim())) }),
		touched,
		events: (object) => {
			const time = touched(object);
			const id = at(object, idField);
			const item = { type: name.trim(), ...object, id: id as string, updated_at: time };
			return [{ topic, at: time, item, mark: `${topic}:${String(id)}:${time}` }];
		},
	};
}
