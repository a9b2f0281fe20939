import { readable } from '../../core/html/readable';

/** Bodies of API versions and apps up to 2.14 are HTML; since 2.15 webhooks carry plain text, whose line breaks count. */
const isHtml = (body: string): boolean => /^<[a-z!]/i.test(body.trimStart().slice(0, 2));

/** A message's body as plain text; null where it has no words. */
export function plain(body: unknown): string | null {
	if (typeof body !== 'string') return null;
	return (isHtml(body) ? readable(body, 'plain') : body.trim()) || null;
}
