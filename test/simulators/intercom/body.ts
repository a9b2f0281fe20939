import { invalid, missing } from './errors';
import type { Json } from './types';

/** Reads one field of a request's body, and says what is wrong with it as Intercom does. Null counts as absent. */
export function text(body: Json, field: string): string | undefined {
	const value = body[field] ?? undefined;
	if (value !== undefined && typeof value !== 'string') throw invalid(`${field} must be a string`, field);
	return value;
}

/** Ids are taken as text or as a number. */
export function id(body: Json, field: string): string | undefined {
	const value = body[field] ?? undefined;
	if (value === undefined || value === '') return undefined;
	if (typeof value !== 'string' && typeof value !== 'number')
		throw invalid(`${field} must be a string`, field);
	return String(value);
}

/** A whole number, as JSON number or as digits; times in unix s. */
export function integer(body: Json, field: string): number | undefined {
	const value = body[field] ?? undefined;
	if (value === undefined) return undefined;
	if (typeof value === 'object' || value === '' || !Number.isInteger(Number(value)))
		throw invalid(`${field} must be an integer`, field);
	return Number(value);
}

/** True or false, not their words. */
export function flag(body: Json, field: string): boolean | undefined {
	const value = body[field] ?? undefined;
	if (value !== undefined && typeof value !== 'boolean') throw invalid(`${field} must be a boolean`, field);
	return value;
}

/** A JSON object. */
export function object(body: Json, field: string): Json | undefined {
	const value = body[field] ?? undefined;
	if (value === undefined) return undefined;
	if (!isObject(value)) throw invalid(`${field} must be an object`, field);
	return value;
}

/** A JSON array of anything. */
export function list(body: Json, field: string): unknown[] | undefined {
	const value = body[field] ?? undefined;
	if (value !== undefined && !Array.isArray(value)) throw invalid(`${field} must be an array`, field);
	return value;
}

/** One of a few words. */
export function oneOf<const Word extends string>(
	body: Json,
	field: string,
	words: readonly Word[],
): Word | undefined {
	const value = text(body, field);
	const found = words.find((word) => word === value);
	if (value !== undefined && !found) throw invalid(`${field} must be one of ${words.join(', ')}`, field);
	return found;
}

/** The value, or the 400 that Intercom answers when it is not there. */
export function required<Value>(value: Value | undefined, field: string): Value {
	if (value === undefined || value === '') throw missing(`${field} is a required parameter`, field);
	return value;
}

/** Neither null nor an array. */
export const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
