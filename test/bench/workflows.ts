import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowDraft } from '../../playground/client';

/** The node whose time counts. */
export type Measured = Pick<INode, 'type' | 'parameters'> & Partial<INode>;

/** The name of that node in its workflow. */
export const MEASURED = 'Measured';

const PACKAGE = 'n8n-nodes-intercom-absmartly';

const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

const link = (to: string) => ({ main: [[{ node: to, type: 'main' as const, index: 0 }]] });

/** People, and events as Intercom Trigger emits them: whoever needs one of them takes its part. */
const ITEMS = `
const { n, run } = $input.first().json.query;
const now = Date.now();
return Array.from({ length: Number(n) }, (_, index) => {
	const id = run + '-' + index;
	const contact = { id, externalId: id, email: id + '@example.com', name: 'Person ' + index, role: 'user' };
	return { json: {
		eventKey: 'conversation.user.created:' + id, notificationId: 'notif_' + id, topic: 'conversation.user.created',
		eventType: 'CREATED', objectType: 'conversation', objectId: id, occurredAt: new Date(now).toISOString(),
		occurredAtMs: now, workspaceId: 'abc123de', deliveryAttempt: 1, source: 'webhook', verified: true,
		contact, actor: { type: 'user', id }, data: {},
		email: contact.email, external_id: id, name: contact.name, phone: '+41791234567',
		avatar: 'https://example.com/a.png',
	} };
});`;

/** GET /webhook/<path>?n=<items>&run=<what makes their ids new> hands so many items to the node. */
export const onItems = (path: string, { type, parameters, ...more }: Measured): WorkflowDraft => ({
	name: path,
	nodes: [
		node('Call', 'n8n-nodes-base.webhook', 2.1, { path, options: {} }),
		node('Items', 'n8n-nodes-base.code', 2, { jsCode: ITEMS }),
		{ ...node(MEASURED, type, more.typeVersion ?? 1, parameters), ...more },
	],
	connections: { Call: link('Items'), Items: link(MEASURED) },
});

/** The same on the one item of the call itself. */
export const onCall = (path: string, measured: Measured): WorkflowDraft => {
	const draft = onItems(path, measured);
	return {
		...draft,
		nodes: draft.nodes.filter(({ name }) => name !== 'Items'),
		connections: { Call: link(MEASURED) },
	};
};

/** A trigger and a node behind it that does nothing. */
export const behind = (name: string, trigger: Measured): WorkflowDraft => ({
	name,
	nodes: [
		{ ...node('Trigger', trigger.type, 1, trigger.parameters), ...trigger },
		node('Nothing', 'n8n-nodes-base.noOp', 1, {}),
	],
	connections: { Trigger: link('Nothing') },
});

export const intercom = (parameters: INodeParameters, more: Partial<INode> = {}): Measured => ({
	type: `${PACKAGE}.intercomPlus`,
	parameters,
	...more,
});

export const absmartly = (parameters: INodeParameters, more: Partial<INode> = {}): Measured => ({
	type: `${PACKAGE}.absmartly`,
	parameters,
	...more,
});

export const intercomTrigger = (parameters: INodeParameters): Measured => ({
	type: `${PACKAGE}.intercomTrigger`,
	typeVersion: 2,
	parameters,
});

/** n8n's own Intercom node, made for API 1.x: its User → Create is the nearest thing to creating a contact. */
export const builtIn = (more: Partial<INode> = {}): Measured => ({
	type: 'n8n-nodes-base.intercom',
	parameters: {
		resource: 'user',
		operation: 'create',
		identifierType: 'email',
		idValue: '={{ $json.email }}',
		additionalFields: {},
	},
	...more,
});

/** HTTP Request as the editor adds it today, with a Header Auth credential. */
export const httpRequest = (parameters: INodeParameters, more: Partial<INode> = {}): Measured => ({
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth', ...parameters },
	...more,
});
