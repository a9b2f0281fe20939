import { UserError } from 'n8n-workflow';

export type Unit = { type: string; uid: string };

const LONGEST = 640;

/** What a template leaves behind when it found nothing. Such an id would gather everybody's goals in one fake person. */
const unresolved = /^(undefined|null|nan|none|\[object \w+\]|\{+.*\}+|\$\{.*\})$/i;

const refuse = (problem: string, type: string) =>
	new UserError(problem, {
		description: `The unit '${type}' needs the ID that your app gave ABsmartly for this person, for example Intercom's external ID. Check the expression, or filter out events without it`,
	});

/** One unit as the collector wants it: `uid` a trimmed string of 1 to 640 characters. Source: ABsmartly collector API, Unit. */
export function toUnit({ type, uid }: { type?: unknown; uid?: unknown }): Unit {
	const name = String(type ?? '').trim();
	if (!name)
		throw new UserError('A unit has no type', {
			description: 'Give the name of the unit type as in ABsmartly, such as user_id',
		});
	if (uid === undefined || uid === null || (typeof uid === 'object' && !(uid instanceof String))) {
		throw refuse(`The ID of the unit '${name}' is empty or not a text`, name);
	}
	const text = String(uid).trim();
	if (!text) throw refuse(`The ID of the unit '${name}' is empty`, name);
	if (unresolved.test(text))
		throw refuse(
			`The ID of the unit '${name}' is '${text}', which looks like a value that was not filled in`,
			name,
		);
	if (text.length > LONGEST)
		throw refuse(
			`The ID of the unit '${name}' has ${text.length} characters, and ABsmartly takes ${LONGEST}`,
			name,
		);
	return { type: name, uid: text };
}
