import { jsonParse, type IDataObject } from 'n8n-workflow';
import { limitOf } from '../../core/run/chosen';
import type { Request, Send, Values } from '../../core/table/operation';
import { readList } from '../transport/pages';

/** The object or list that a text holds as JSON; the text itself where it holds none, such as a number of many digits. */
function parsed(value: unknown): unknown {
	const held: unknown = typeof value === 'string' ? jsonParse(value, { fallbackValue: value }) : value;
	return typeof held === 'object' ? (held ?? value) : value;
}

/** `perform` of Get Alerts: an item for each, with its metadata taken apart. */
export async function alerts(send: Send, request: Request, values: Values): Promise<IDataObject[]> {
	const found = await readList(send, request, 'experiment_alerts', limitOf(values));
	return found.map((alert) => ({
		...alert,
		...(alert.metadata !== undefined && { metadata: parsed(alert.metadata) as IDataObject }),
	}));
}
