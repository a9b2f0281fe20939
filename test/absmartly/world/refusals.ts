import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { eventOf, track } from './driver';

const value = (uid: string): INodeParameters => ({
	units: { unit: [{ type: 'user_id', from: 'value', uid }] },
});

/** What the node refuses though the collector would take it: its message, and items or parameters that draw it. */
export type Refusal = {
	message: RegExp;
	/** Each is one item, or parameters for one. */
	drawnBy: Array<{ item?: IDataObject; parameters?: INodeParameters }>;
};

const items = (...list: IDataObject[]) => list.map((item) => ({ item }));
const parameters = (...list: INodeParameters[]) => list.map((each) => ({ parameters: track(each) }));

/** By the name that docs/absmartly.md has for it. */
export const refusals: Record<string, Refusal> = {
	'An implausible time': {
		message: /Achieved At .*(lies outside 2010 to 2050|is not a time)$/,
		drawnBy: [
			// seconds that somebody took for milliseconds, 1970; nanoseconds
			...items(eventOf(1, { occurredAtMs: '1970-01-21T12:13:20.000Z' })),
			...items(eventOf(1, { occurredAtMs: 1772000 }), eventOf(1, { occurredAtMs: 1772000000000000000 })),
			...items(eventOf(1, { occurredAtMs: 'yesterday' }), eventOf(1, { occurredAtMs: '25 Feb 2026' })),
			...items(eventOf(1, { occurredAtMs: true }), eventOf(1, { occurredAtMs: [1772000000] })),
			...parameters({ options: { achievedAt: '={{ new Date(1772000000) }}' } }),
		],
	},
	'No time at all': {
		message: /Achieved At is empty, and the item has no time of its own/,
		drawnBy: items(eventOf(1, { occurredAtMs: null }), eventOf(1, { occurredAtMs: ' ' })),
	},
	'A value that was not filled in': {
		message: /looks like a value that was not filled in/,
		drawnBy: [
			...['undefined', 'NULL', 'NaN', 'none', '[object Object]', '{user_id}', '{{ a\n}}', '${id}'].flatMap(
				(externalId) => items(eventOf(1, { contact: { externalId } })),
			),
			...items(eventOf('1', { eventKey: 'undefined' })),
			{ item: eventOf(1, { goal: '{{goal}}' }), parameters: track({ goalName: '={{ $json.goal }}' }) },
		],
	},
	'What is no text': {
		message: /is not a text$|A unit has no type|^'.+' is an? (list|object), but it takes one value$/,
		drawnBy: [
			...[{}, ['42'], true].flatMap((externalId) => items(eventOf(1, { contact: { externalId } }))),
			...items(eventOf(1, { eventKey: {} })),
			...parameters(
				{ goalName: '={{ $json.data }}' },
				{ options: { eventKey: '={{ $json.data }}' } },
				{ options: { agent: '={{ $json.data }}' } },
				{ options: { application: '={{ [] }}' } },
				{ units: { unit: [{ type: '={{ $json.data }}', from: 'externalId' }] } },
			),
		],
	},
	'An ID of more than 640 characters': {
		message: /has 641 characters, and ABsmartly takes 640/,
		drawnBy: items(eventOf(1, { contact: { externalId: '👍'.repeat(641) } })),
	},
	'An empty goal name': {
		message: /The goal has no name/,
		drawnBy: parameters(
			{ goalName: ' ' },
			{ goalName: '={{ $json.nowhere }}' },
			{ goalFrom: 'topic', goals: { goal: [{ topic: 'conversation.user.created', goalName: ' ' }] } },
		),
	},
	'A topic that stands twice': {
		message: /Goals has the topic 'conversation.user.created' more than once/,
		drawnBy: parameters({
			goalFrom: 'topic',
			goals: {
				goal: ['one', 'two'].map((goalName) => ({ topic: 'conversation.user.created', goalName })),
			},
		}),
	},
	'No unit': {
		message: /There is no ID for any of the units|There is no unit|A unit has no type/,
		drawnBy: parameters(
			{ units: { unit: [] } },
			{ units: { unit: [{ type: ' ', from: 'externalId' }] } },
			{ ...value('={{ "\\t " }}'), options: { withoutUnit: 'fail' } },
			{ ...value('={{ $json.nowhere }}'), options: { withoutUnit: 'fail' } },
		),
	},
	'A property that is not of the type chosen': {
		message: /^'\w+' (expects an? (boolean|array|object)|is '.*', which is not a number$)/,
		drawnBy: (['number', 'boolean', 'array', 'object'] as const).flatMap((type) =>
			parameters({ properties: { assignments: [{ id: '1', name: 'rating', value: 'very good', type }] } }),
		),
	},
	'Properties that are no object': {
		message: /Properties as JSON is no object/,
		drawnBy: parameters(
			{ options: { propertiesJson: '["a"]' } },
			{ options: { propertiesJson: 'a: 1' } },
			{ options: { propertiesJson: '={{ 5 }}' } },
		),
	},
	'A name that no HTTP header can carry': {
		message: /cannot be sent to ABsmartly/,
		drawnBy: parameters(
			{ options: { application: 'wörld' } },
			{ options: { environment: 'a\r\nX-Evil: 1' } },
			{ options: { agent: '👍' } },
		),
	},
};
