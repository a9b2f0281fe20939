const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A name as Intercom shows it in REST: escaped, as bodies are. */
export const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes[sign]);

/** Text as Intercom stores it: HTML as given, plain text in paragraphs. */
export function toHtml(text: string): string {
	if (/^\s*<[a-z!]/i.test(text)) return text.trim();
	return text
		.split(/\n+/)
		.map((line) => `<p>${escaped(line)}</p>`)
		.join('\n');
}

/** The same without its tags, as `display_as=plaintext` and webhooks from 2.15 on carry it. */
export function toText(html: string): string {
	const text = html.replace(/<\/p>\s*<p>|<br\s*\/?>/g, '\n').replace(/<[^<>]*>/g, '');
	return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').trim();
}
