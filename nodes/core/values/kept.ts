import { has, own } from './own';

/** Some of an object's members, in the order of `names`; those that it lacks are left out. */
export const kept = <T>(object: Record<string, T>, names: string[]): Record<string, T> =>
	Object.fromEntries(names.filter((name) => has(object, name)).map((name) => [name, own(object, name) as T]));
