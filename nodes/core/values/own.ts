/**
 * The only place that reads and writes members by names that come from outside. A plain object has members that nobody
 * gave it (`constructor`, `toString`), and `__proto__` is none at all: read or written like others, they would turn up as
 * values, or change the object behind the object.
 */

/** What the object itself has under this name; undefined where it has nothing, or is no object. */
export function own<T>(object: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined;
export function own(object: object | null | undefined, key: string): unknown;
export function own(object: object | null | undefined, key: string): unknown {
	return has(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** Whether the object itself has a member of this name. */
export const has = (object: unknown, key: string): boolean =>
	typeof object === 'object' && object !== null && Object.hasOwn(object, key);

/** Gives the object a member of its own, whatever its name. */
export function set(object: object, key: string, value: unknown): void {
	Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** What a path of names (`data.articles`) leads to; undefined where it leads nowhere. */
export const at = (object: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => own(value as Record<string, unknown> | undefined, key.trim()), object);
