import type { IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import { topicNamed } from '../topics';

export type Json = IDataObject;

/** The version of the app in Developer Hub: up to 2.14, or 2.15 and later. */
export type AppVersion = '2.14' | '2.15';

/** What a sample is made for. `now` in Unix seconds. */
export type Occasion = { topic: string; now: number; version: AppVersion };
/** Makes the `data.item` of a notification. */
export type Build = (occasion: Occasion) => Json;

/** Made-up ids. */
export const WORKSPACE = 'abc123de';
export const CONVERSATION = '215000000000001';
export const TICKET = '215000000000009';
export const COMPANY = '6961d38729675009a437c3bf';
export const TEAM = '814865';

/** What the customer of every sample is called in your app; ABsmartly > Track knows it and counts nothing for it. */
export const SAMPLE_USER = 'sample-user';

/** The customer, the teammate and the bot of every sample. */
export const ada = { id: '6762f0dd1bb69f9f2193bbf8', email: 'ada@example.com', name: 'Ada Example' };
export const customer = { type: 'user', ...ada };
export const teammate = { type: 'admin', id: '9600001', name: 'Sam Support', email: 'sam@example.com' };
export const fin = { type: 'bot', id: '9600009', name: 'Fin', email: `operator+${WORKSPACE}@intercom.io` };
export const vip = { type: 'tag', id: '129', name: 'VIP' };

/** Ids that look like Intercom's and are always the same for the same text. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
export const numberOf = (text: string): string => String(parseInt(hash(text).slice(0, 9), 16));
export const uuidOf = (text: string): string =>
	hash(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-8$4-$5');

/** In seconds. */
export const MINUTE = 60;
export const DAY = 86_400;

/** Unix seconds → ISO 8601. */
export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
/** The same as contacts and companies have it, finer than a second. */
export const preciseIso = (seconds: number): string => iso(seconds + 0.24).replace('Z', '+00:00');

/** When the object of the event was made (Unix seconds): just now, if that is the event. */
export const birth = ({ topic, now }: Occasion): number =>
	topicNamed(topic).eventType === 'CREATED' ? now : now - 10 * MINUTE;

/** Embedded lists, as Intercom writes them. */
export const list = (data: Json[] = []): Json => ({
	type: 'list',
	data,
	total_count: data.length,
	has_more: false,
});
export const listAt = (url: string): Json => ({ ...list(), url });

/** What is left of a deleted object. */
export const deleted = (type: string, id: string | number): Json => ({ type, id, deleted: true });
