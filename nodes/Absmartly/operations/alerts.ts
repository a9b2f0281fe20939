import { jsonParse, type IDataObject } from 'n8n-workflow';
import { limitOf } from '../../core/run/chosen';
import type { Request, Send, Values } from '../../core/table/operation';
import { readList } from '../transport/pages';

/** What a member holds that is JSON within a text; the text itself where it is none. */
const parsed = (value: unknown): unknown =>
	typeof value === 'string' ? jsonParse(value, { fallbackValue: value }) : value;

/** `perform` of Get Alerts: an item for each, with its metadata taken apart. */
export async function alerts(send: Send, request: Request, values: Values): Promise<IDataObject[]> {
	const found = await readList(send, request, 'experiment_alerts', limitOf(values));
	return found.map((alert) => ({
		...alert,
		...(alert.metadata !== undefined && { metadata: parsed(alert.metadata) as IDataObject }),
	}));
}
