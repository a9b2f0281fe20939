import type { Field } from '../../core/table/operation';
import { applicationPicker, CONSOLE_LISTS, environmentPicker, named } from './fields';
import { unknownRole } from './units';

const achievedAt: Field = {
	displayName: 'Achieved At',
	name: 'achievedAt',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2026-02-25T09:33:20Z',
	description:
		'When it happened: ISO 8601, Unix seconds, milliseconds or microseconds. Empty for the event’s own time.',
};

const deduplicate: Field = {
	displayName: 'Deduplicate',
	name: 'deduplicate',
	type: 'boolean',
	default: true,
	description:
		'Whether to send each event once for each goal and unit, by its eventKey, which happens unless you switch it off here. Items without one are always sent. Manual executions remember nothing. Exact in one n8n process; for several see <a href="https://github.com/absmartly/n8n-nodes-intercom-absmartly/blob/main/docs/queue-mode.md">queue mode</a>.',
};

const application = applicationPicker({
	default: named(''),
	description: 'The application, in place of the credential’s',
});

const environment = environmentPicker({
	default: named(''),
	description: 'The environment, in place of the credential’s',
});

const agent: Field = {
	displayName: 'Agent',
	name: 'agent',
	type: 'string',
	default: '',
	placeholder: 'e.g. intercom-webhook',
	description: 'What ABsmartly shows as the sender of the event',
};

const batchSize: Field = {
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 500 },
	default: 500,
	description: 'How many items at most go out in one request',
};

const consoleLists: Field = {
	displayName: 'Console Lists',
	name: CONSOLE_LISTS,
	type: 'boolean',
	default: true,
	description:
		'Whether to choose goals, applications and environments from lists. They need an ABsmartly Console API credential, which is optional otherwise.',
};

const dryRun: Field = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: false,
	description: 'Whether to show exactly what would be sent, and send nothing',
};

const eventKey: Field = {
	displayName: 'Event Key',
	name: 'eventKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. order:4711',
	description: 'What makes an event one and the same however often it comes. By default the item’s eventKey.',
};

const eventsWithoutUnit: Field = {
	displayName: 'Events Without Unit',
	name: 'withoutUnit',
	type: 'options',
	default: 'skip',
	options: [
		{ name: 'Fail', value: 'fail', description: 'The item fails' },
		{ name: 'Second Output', value: 'output', description: 'The item leaves by an output of its own' },
		{ name: 'Skip', value: 'skip', description: 'The item says that it was skipped' },
	],
	description: 'What becomes of an event of somebody whom your experiments do not know, such as a lead',
};

const hashed: Field = {
	displayName: 'Hash IDs Before Sending',
	name: 'hashed',
	type: 'boolean',
	default: false,
	description:
		'Whether to send the unit IDs as the ABsmartly SDKs do (MD5), so that they do not leave n8n readable',
};

const historic: Field = {
	displayName: 'Historic',
	name: 'historic',
	type: 'boolean',
	default: false,
	description: 'Whether these are old events, brought in later (back-fill)',
};

const onUnknown: Field = {
	displayName: 'When Outcome Is Unknown',
	name: 'onUnknown',
	type: 'options',
	default: 'fail',
	options: [
		{
			name: 'Fail and Keep',
			value: 'fail',
			description: 'The item fails, and is not sent again by itself: nothing is counted twice',
		},
		{
			name: 'Send Again',
			value: 'send',
			description: 'Nothing is lost, but it may be counted twice; a metric on unique event_key is not',
		},
		{
			name: 'Send the Rest Again',
			value: 'rest',
			description:
				'Where ABsmartly refused a request for one of its goals, the others are sent once more without it; a metric on unique event_key counts them once. Time-outs as in Fail and Keep.',
		},
	],
	description:
		'What to do when it may have been recorded or not: after a time-out or a lost connection, and with the rest of a request that was refused for one of its goals',
};

const remember: Field = {
	displayName: 'Remember Events',
	name: 'remember',
	type: 'number',
	typeOptions: { minValue: 1000, maxValue: 100000 },
	default: 10000,
	description: 'How many events Deduplicate remembers as sent; the oldest are forgotten first',
};

const sendEventKey: Field = {
	displayName: 'Send Event Key',
	name: 'sendEventKey',
	type: 'boolean',
	default: true,
	description:
		'Whether to add the event key to the goal as the property event_key, so that a metric can count unique events',
};

const timeout: Field = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 300 },
	default: 30,
	description: 'How many seconds to wait for ABsmartly’s answer to one request',
};

/** For whoever has the facts as one object already. */
export const propertiesJson: Field = {
	displayName: 'Properties as JSON',
	name: 'propertiesJson',
	type: 'json',
	default: '{}',
	placeholder: 'e.g. {{ $json.body.goal.properties }}',
	description: 'An object whose members become properties too; those above win',
};

const trace: Field = {
	displayName: 'Trace',
	name: 'trace',
	type: 'boolean',
	default: false,
	description: 'Whether to add to each item its request and ABsmartly’s answer, without the key',
};

const byName = (fields: Field[]): Field[] =>
	fields.sort((a, b) => a.displayName.localeCompare(b.displayName));

/** The Options that every operation that publishes has, with those of its own. */
export const optionsWith = (...own: Field[]): Field => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: byName([
		agent,
		application,
		batchSize,
		consoleLists,
		dryRun,
		environment,
		onUnknown,
		timeout,
		trace,
		...own,
	]),
});

/** The options of an operation that builds its entry from fields. */
export const entryOptions = [eventsWithoutUnit, hashed, historic, unknownRole];

/** The options of an operation that can send an event once. */
export const onceOptions = [achievedAt, deduplicate, eventKey, remember, sendEventKey];
