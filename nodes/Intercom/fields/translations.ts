import type { Field, Values } from '../../core/table/operation';
import { choose, rows } from './fields';
import { locales } from './locales';

/** The same text in other languages: rows that name a locale → an object keyed by it (`{ fr: { title } }`). */
export function translations(...content: Field[]): Field {
	const locale = choose('locale', 'Language', locales, {}, 'en');
	const members = [locale, ...content].sort((a, b) => a.displayName.localeCompare(b.displayName));
	const field = rows('translated_content', 'Translations', 'Translation', members);
	return {
		...field,
		convert(value, zone) {
			const given = field.convert?.(value, zone) as Values[] | undefined;
			return (
				given &&
				Object.fromEntries(given.map(({ locale: language, ...translated }) => [language, translated]))
			);
		},
	};
}
