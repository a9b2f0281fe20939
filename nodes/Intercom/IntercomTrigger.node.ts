import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authentication, credentials } from './authentication';
import { credentialType, readCredential, secretsOf } from './credential';
import { deliveriesOf } from './webhook/deliveries';
import { toEvent } from './webhook/event';
import { executionCameToBe } from './webhook/outcome';
import { receive } from './webhook/receive';
import { isWellFormed } from './webhook/signature';
import { ANY_TOPIC, topics } from './webhook/topics';

const topicOptions: INodePropertyOptions[] = [
	{ name: 'Any Topic', value: ANY_TOPIC, description: 'Everything that the app in Developer Hub sends' },
	...topics.map(({ topic, label }) => ({ name: label, value: topic, description: `Topic ${topic}` })),
].sort((a, b) => a.name.localeCompare(b.name));

const secrets = async (context: IHookFunctions | IWebhookFunctions): Promise<string[]> =>
	secretsOf(await readCredential(context, credentialType(context.getNodeParameter('authentication'))));

/** Answers without an execution, and tells the log why. */
function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context.logger.warn(`Intercom Trigger refused a delivery with ${status}: ${reason}`);
	context
		.getResponseObject()
		.status(status)
		.json({ message: `Refused: ${reason}` });
	return { noWebhookResponse: true };
}

export class IntercomTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Trigger',
		name: 'intercomTrigger',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["topics"].join(", ") }}',
		description: 'Starts the workflow when something happens in Intercom',
		defaults: { name: 'Intercom Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			// an empty responseData, because n8n would answer with the literal text "firstEntryJson"
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'webhook' },
			// Intercom checks the address with HEAD when it is saved
			{ name: 'setup', httpMethod: 'HEAD', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{
				displayName:
					'Publish this workflow first, then paste its Production URL into Developer Hub > your app > Configure > Webhooks, and tick there the topics you choose here. Intercom has no API for it.',
				name: 'setupNotice',
				type: 'notice',
				default: '',
			},
			authentication,
			{
				displayName: 'Topics',
				name: 'topics',
				type: 'multiOptions',
				required: true,
				options: topicOptions,
				default: ['conversation.user.created'],
				description: 'Which events start the workflow',
			},
			{
				displayName: 'Check Signature',
				name: 'verifySignature',
				type: 'boolean',
				default: true,
				description:
					'Whether to accept only events that are signed with the client secret of the credential. Without it anybody who knows the URL can start the workflow.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add Option',
				default: {},
				options: [
					{
						displayName: 'Output',
						name: 'output',
						type: 'options',
						options: [
							{ name: 'Event', value: 'event', description: 'One shape for every topic' },
							{ name: 'Raw', value: 'raw', description: 'Intercom’s notification untouched' },
						],
						default: 'event',
					},
				],
			},
		],
	};

	webhookMethods = {
		default: {
			// Intercom has no API for webhook subscriptions: there is nothing to look up, to make or to remove
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/** Refuses activation where no event could ever be accepted. A local check: nothing is asked over the network. */
			async create(this: IHookFunctions): Promise<boolean> {
				if (this.getNodeParameter('verifySignature') && (await secrets(this)).length === 0) {
					throw new NodeOperationError(this.getNode(), 'The Intercom credential has no client secret', {
						description:
							'Intercom signs its events with it. Copy it from Developer Hub > your app > Configure > Basic Information into the credential, or switch Check Signature off',
					});
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		if (this.getWebhookName() === 'setup') {
			this.getResponseObject().status(200).end();
			return { noWebhookResponse: true };
		}
		const verify = this.getNodeParameter('verifySignature') as boolean;
		const { rawBody, headers } = this.getRequestObject();
		const signature = headers['x-hub-signature'];
		// a credential that cannot be read must not become a failed execution, so it is a reply like any other
		const known = verify && isWellFormed(signature) ? await secrets(this).catch(() => undefined) : [];
		if (!known) return refuse(this, 503, 'the Intercom credential could not be read');
		const verdict = receive(
			{ body: rawBody ?? Buffer.alloc(0), signature },
			{ secrets: known, verify, topics: this.getNodeParameter('topics') as string[] },
		);
		if ('reason' in verdict) return refuse(this, verdict.status, verdict.reason);
		if ('ignored' in verdict) return { webhookResponse: { message: `Ignored: ${verdict.ignored}` } };

		const { notification } = verdict;
		// a person who tries the same event again while building wants to see it again
		if (notification.id && this.getMode() !== 'manual') {
			const settle = await deliveriesOf(`${this.getWorkflow().id}:${this.getNode().id}`).claim(
				notification.id,
			);
			if (!settle) return { webhookResponse: { message: 'Ignored: this notification was taken already' } };
			void executionCameToBe(this.getResponseObject()).then(settle);
		}
		const raw = (this.getNodeParameter('options', {}) as { output?: string }).output === 'raw';
		const item = raw ? notification : toEvent(notification, { verified: verify, receivedAt: Date.now() });
		return { workflowData: [[{ json: item as unknown as IDataObject }]] };
	}
}
