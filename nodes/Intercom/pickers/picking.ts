import { jsonParse, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { unescaped } from '../../core/values/entities';
import { at, own } from '../../core/values/own';
import { cursorOf, withPaging } from '../transport/pages';

export type Page = { elements: IDataObject[]; next?: string };

/** What feeds a picker. */
export type Source = {
	/** One page of what the filter text finds; `cursor` is the previous page's `next`. */
	page: (send: Send, filter: string, cursor?: string) => Promise<Page>;
	label: (element: IDataObject) => string;
	/** What picking one means; its id by default. */
	value?: (element: IDataObject) => string;
};

/** The first of these members that an element has; its id where it has none. */
export const called =
	(...members: string[]): Source['label'] =>
	(element) =>
		String(members.map((member) => own(element, member)).find(Boolean) ?? element.id);

/** `version`: the first that has it, where that is not the default one. */
export const get = (
	path: string,
	query: Values = { per_page: 50 },
	version?: Request['version'],
): Request => ({
	method: 'GET',
	path,
	query,
	body: {},
	...(version && { version }),
});

/** A POST that only reads. */
export const ask = (path: string, query: Values, body: Values = {}): Request => ({
	method: 'POST',
	path,
	query,
	body,
	readOnly: true,
});

export const filtered = (elements: IDataObject[], filter: string, label: Source['label']): IDataObject[] =>
	elements.filter((element) => unescaped(label(element)).toLowerCase().includes(filter.toLowerCase()));

/** Pages that are read for one answer of a picker whose filter Intercom cannot apply itself. */
const MOST_PAGES = 20;

/** A list of any paging style, filtered here: reads on until a page holds something that fits. */
export const paged = (first: Request, list: string, label: Source['label']): Source => ({
	label,
	async page(send, filter, token) {
		let cursor: Values | undefined = token ? jsonParse<Values>(token, { fallbackValue: {} }) : {};
		for (let read = 1; ; read++) {
			const reply = await send(withPaging(first, cursor));
			const found = filtered((at(reply, list) ?? []) as IDataObject[], filter, label);
			cursor = cursorOf(reply, first, cursor);
			if (found.length > 0 || !cursor || read >= MOST_PAGES)
				return { elements: found, next: cursor && JSON.stringify(cursor) };
		}
	},
});

type Whole = {
	/** First version that has it, where that is not the default one. */
	version?: string;
	query?: Values;
	/** What of the list to choose from: what is archived goes by default. */
	choices?: (elements: IDataObject[]) => IDataObject[];
};

/** What is neither archived nor deleted. */
export const inUse = (elements: IDataObject[]): IDataObject[] =>
	elements.filter(({ archived, deleted }) => !archived && !deleted);

/** A short list that Intercom gives whole: filtered here. */
export const whole = (
	path: string,
	list: string,
	label: Source['label'],
	{ version, query = {}, choices = inUse }: Whole = {},
): Source => ({
	label,
	page: async (send, filter) => {
		const reply = await send(get(path, query, version));
		return { elements: filtered(choices((own(reply, list) ?? []) as IDataObject[]), filter, label) };
	},
});
