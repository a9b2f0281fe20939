import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { toEvent } from '../nodes/Intercom/webhook/event';
import { sampleNotification } from '../nodes/Intercom/webhook/samples';

/**
 * Saved workflows, templates and credentials hold names of this package, and leave out what equals a default.
 * `test/names.json` records all of them; what is recorded stays.
 */

type Manifest = {
	name: string;
	license: string;
	keywords: string[];
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
};

const root = resolve(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** The source of a file that the package registers with n8n, and an instance of the class that it is named after. */
function registered<T>(built: string): { path: string; made: T } {
	const path = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
	const module = jest.requireActual<Record<string, new () => T>>(join(root, path));
	return { path, made: new module[basename(path).split('.')[0]]() };
}

const nodes = manifest.n8n.nodes.map((built) => registered<INodeType>(built));
const credentials = manifest.n8n.credentials.map((built) => registered<ICredentialType>(built).made);

type Option = NonNullable<INodeProperties['options']>[number];

const isChoice = (option: Option): option is INodePropertyOptions => 'value' in option;

/** Where a parameter stands, as far as it depends on that. */
type Place = { resource?: string; operation?: string };

/** Whether an option of a collection belongs to the collection there. */
const belongs = (option: Option, place: Place): boolean => {
	const show = ('displayOptions' in option && option.displayOptions?.show) || {};
	return Object.entries(place).every(([name, value]) => show[`/${name}`]?.includes(value) ?? true);
};

/** A parameter as `name: type default`, its choices as `name = value`, a picker's modes as `name @ mode`; `inner` after a dot. */
function namesOf(property: INodeProperties, at: string, place: Place = {}): string[] {
	const { type, default: value, modes = [] } = property;
	const options = (property.options ?? []).filter((option) => belongs(option, place));
	const own = at + property.name;
	return [
		type === 'hidden' ? `${own}: ${type}` : `${own}: ${type} ${JSON.stringify(value)}`,
		...modes.map((mode) => `${own} @ ${mode.name}`),
		...options.flatMap((option) => {
			if (isChoice(option)) return [`${own} = ${option.value}`];
			if ('values' in option)
				return option.values.flatMap((inner) => namesOf(inner, `${own}.${option.name}.`));
			return namesOf(option, `${own}.`);
		}),
	];
}

/** Each place where a parameter stands: without a word of resources or of operations at all that there are of them. */
function placesOf(property: INodeProperties, all: INodeProperties[]): Place[] {
	const { resource: resources, operation: operations } = property.displayOptions?.show ?? {};
	if (!resources && !operations) return [{}];
	if (property.name === 'operation') return (resources as string[]).map((resource) => ({ resource }));
	const choices = all.filter(({ name }) => name === 'operation');
	return choices.flatMap(({ displayOptions, options = [] }) => {
		const [resource] = displayOptions?.show?.resource as string[];
		if (resources && !resources.includes(resource)) return [];
		return options
			.filter(isChoice)
			.filter(({ value }) => !operations || operations.includes(value))
			.map(({ value }) => ({ resource, operation: String(value) }));
	});
}

const namesOfNode = ({
	name,
	version,
	credentials,
	webhooks,
	properties,
}: INodeTypeDescription): string[] => [
	...[version].flat().map((one) => `${name} typeVersion ${one}`),
	...(credentials ?? []).map((credential) => `${name} credential ${credential.name}`),
	...(webhooks ?? []).map(
		(webhook) => `${name} webhook ${webhook.name} ${webhook.httpMethod} ${webhook.path}`,
	),
	...properties.flatMap((property) =>
		placesOf(property, properties).flatMap((place) =>
			namesOf(property, [name, ...Object.values(place), ''].join(' '), place),
		),
	),
];

const present = [
	...nodes.flatMap(({ made }) => namesOfNode(made.description)),
	...credentials.flatMap(({ name, properties }) =>
		properties.flatMap((property) => namesOf(property, `credential ${name} `)),
	),
];

const file = join(__dirname, 'names.json');
const read = (): string[] => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : []);

/** Adds only: nothing that was recorded is ever taken out by a command. */
if (process.env.UPDATE_NAMES) {
	const all = [...new Set([...read(), ...present])].sort();
	writeFileSync(file, `${JSON.stringify(all, null, '\t')}\n`);
}
const recorded = read();

const without = (names: string[], others: string[]): string[] => {
	const known = new Set(others);
	return names.filter((name) => !known.has(name));
};

function expectNone(names: string[], message: string): void {
	if (names.length > 0) throw new Error(`${message}\n\n${names.join('\n')}`);
}

it('still has every name, type and default that was recorded', () => {
	expectNone(
		without(recorded, present),
		'These are gone or changed, and saved workflows, templates or credentials hold them. Bring them back; a new meaning needs a new typeVersion. Only what was never released may be taken out of test/names.json by hand:',
	);
});

it('has recorded every name, type and default', () => {
	expectNone(
		without(present, recorded),
		'These are new. If they are as they shall stay, record them with UPDATE_NAMES=1 npx jest test/names and commit test/names.json:',
	);
});

it('is the package that n8n and its users know', () => {
	expect(manifest.name).toBe('n8n-nodes-intercom-absmartly');
	expect(manifest.license).toBe('MIT');
	expect(manifest.keywords).toContain('n8n-community-node-package');
	expect(manifest.dependencies ?? {}).toEqual({});
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

/** As shown, name, class file. */
const promisedNodes = [
	['Intercom Plus', 'intercomPlus', 'nodes/Intercom/IntercomPlus.node.ts'],
	['Intercom Trigger', 'intercomTrigger', 'nodes/Intercom/IntercomTrigger.node.ts'],
	['Intercom Polling Trigger', 'intercomPollingTrigger', 'nodes/Intercom/IntercomPollingTrigger.node.ts'],
	['ABsmartly', 'absmartly', 'nodes/Absmartly/Absmartly.node.ts'],
	['ABsmartly Trigger', 'absmartlyEventTrigger', 'nodes/Absmartly/AbsmartlyEventTrigger.node.ts'],
];

it.each(nodes)('names the node of $path as promised', ({ path, made: { description } }) => {
	expect(promisedNodes).toContainEqual([description.displayName, description.name, path]);
});

const workspace = [
	'region',
	'baseUrl',
	'apiVersion',
	'previousClientSecret',
	'identityVerificationSecret',
	'messengerApiSecret',
	'rateReserve',
];

/** As shown, name, fields. */
const promisedCredentials: Array<[string, string, string[]]> = [
	['Intercom Access Token API', 'intercomAccessTokenApi', [...workspace, 'accessToken', 'clientSecret']],
	['Intercom OAuth2 API', 'intercomOAuth2Api', workspace],
	['ABsmartly API', 'absmartlyApi', ['endpoint', 'apiKey', 'environment', 'application']],
	['ABsmartly Console API', 'absmartlyConsoleApi', ['endpoint', 'apiKey']],
];

it.each(promisedCredentials)('has the credential %s (%s) with its fields', (displayName, name, fields) => {
	const credential = credentials.find((one) => one.name === name);
	expect(credential?.displayName).toBe(displayName);
	expect(credential?.properties.map((property) => property.name)).toEqual(expect.arrayContaining(fields));
});

it('extends the OAuth2 of n8n', () => {
	expect(credentials.find(({ name }) => name === 'intercomOAuth2Api')?.extends).toEqual(['oAuth2Api']);
});

it('keeps every secret in a password field', () => {
	const secrets = credentials
		.flatMap(({ properties }) => properties)
		.filter(({ name }) => /secret$|token$|key$/i.test(name));
	expect(secrets.filter(({ typeOptions }) => !typeOptions?.password)).toEqual([]);
});

it('has the choices that are promised', () => {
	const promised = [
		...['us', 'eu', 'au', 'custom'].flatMap((region) => [
			`credential intercomAccessTokenApi region = ${region}`,
			`credential intercomOAuth2Api region = ${region}`,
		]),
		...['intercomAccessTokenApi', 'intercomOAuth2Api'].flatMap((name) => [
			`credential ${name} apiVersion: string "2.14"`,
			`credential ${name} rateReserve: number 10`,
		]),
		...['intercomPlus', 'intercomTrigger'].flatMap((node) => [
			`${node} authentication: options "accessToken"`,
			`${node} authentication = accessToken`,
			`${node} authentication = oAuth2`,
			`${node} credential intercomAccessTokenApi`,
			`${node} credential intercomOAuth2Api`,
		]),
		'intercomTrigger options.output = raw',
		'absmartly credential absmartlyApi',
	];
	expect(without(promised, present)).toEqual([]);
});

it('gives the event its promised shape', () => {
	const item = {
		type: 'conversation',
		id: '1295',
		contacts: { contacts: [{ type: 'contact', id: '6762f0dd1bb69f9f2193bbf8', external_id: '42' }] },
		conversation_parts: {
			conversation_parts: [
				{
					type: 'conversation_part',
					id: '8412',
					body: '<p>It still fails.</p>',
					created_at: 1772012000,
					author: { type: 'user', id: '6762f0dd1bb69f9f2193bbf8', name: 'Ada', email: 'ada@example.com' },
				},
			],
		},
	};
	const notification = {
		id: 'notif_ccd8a4d0',
		topic: 'conversation.user.replied',
		app_id: 'abc123de',
		created_at: 1772012003,
		delivery_attempts: 1,
		data: { item },
	};
	expect(toEvent(notification, { verified: true, receivedAt: 0, region: 'EU' })).toEqual({
		text: 'It still fails.',
		url: 'https://app.eu.intercom.com/a/inbox/abc123de/inbox/conversation/1295',
		eventKey: 'conversation.user.replied:1295:part:8412',
		notificationId: 'notif_ccd8a4d0',
		topic: 'conversation.user.replied',
		eventType: 'UPDATED',
		objectType: 'conversation',
		objectId: '1295',
		occurredAt: '2026-02-25T09:33:20.000Z',
		occurredAtMs: 1772012000000,
		workspaceId: 'abc123de',
		deliveryAttempt: 1,
		source: 'webhook',
		verified: true,
		contact: {
			id: '6762f0dd1bb69f9f2193bbf8',
			externalId: '42',
			email: 'ada@example.com',
			name: 'Ada',
			// the author's type does not say it: Intercom calls leads so too
			role: null,
		},
		actor: { type: 'user', id: '6762f0dd1bb69f9f2193bbf8' },
		data: item,
	});
});

it('gives the event’s members in the promised order', () => {
	const notification = sampleNotification('conversation.user.replied', { now: 1772012000, version: '2.14' });
	const event = toEvent(notification, { verified: true, receivedAt: 0 });
	expect(Object.keys(event)).toEqual([
		...['topic', 'occurredAt', 'contact', 'text', 'url', 'actor', 'objectType', 'objectId', 'eventType'],
		...['eventKey', 'occurredAtMs', 'workspaceId', 'notificationId', 'deliveryAttempt', 'source', 'verified'],
		...['sample', 'data'],
	]);
});
