import { createHash } from 'node:crypto';

/** Longest text that is kept as it is, in characters. */
const LONGEST = 64;

/**
 * What stands for an ID of somebody else where it is kept: the ID itself, or the hash of one that is longer than IDs are.
 * Whoever makes them up can so make nothing grow.
 */
export const keyOf = (id: string): string =>
	id.length <= LONGEST ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
