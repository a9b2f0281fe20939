import type { IDataObject } from 'n8n-workflow';

/** The value, if it is an object and no list. */
export const object = (value: unknown): IDataObject | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as IDataObject) : undefined;

/** A value as text; '' where there is none. An object has none: turning it into one may throw. */
export const word = (value: unknown): string =>
	value === undefined || value === null || typeof value === 'object' ? '' : String(value);

/** An ID or the like: a text, or null where there is none. */
export const text = (value: unknown): string | null => word(value) || null;
