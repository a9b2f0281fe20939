/** n8n takes any text in a parameter that begins so for an expression, wherever it stands: the value, the name kept beside it. */
const EXPRESSION = '=';

/** Whether n8n would run the text, which may be a stranger's, once it is part of a parameter. */
export const wouldRun = (text: unknown): boolean => String(text).startsWith(EXPRESSION);

/** A name to show, which n8n keeps in the parameter too: with a space before it where it would run. */
export const shownAs = (name: string): string => (wouldRun(name) ? ` ${name}` : name);

/** The choices that n8n can keep as they are: none whose value would run. */
export const choosable = <T extends { name: string; value: unknown }>(choices: T[]): T[] =>
	choices
		.filter(({ value }) => !wouldRun(value))
		.map((choice) => ({ ...choice, name: shownAs(choice.name) }));
