import {
	NodeOperationError,
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authentication, credentials } from './connection/authentication';
import { credentialType, readCredential, secretsOf } from './connection/credential';
import { connect } from './transport/send';
import {
	eventOptions,
	filtersOf,
	listOf,
	loadOptions,
	optionsOf,
	type EventOptions,
} from './webhook/triggerOptions';
import { expandTopics } from './webhook/aliases';
import { answering } from './webhook/answering';
import { deliveriesOf } from './webhook/deliveries';
import { toEvent } from './webhook/event';
import { passes } from './webhook/filters';
import { executionCameToBe } from './webhook/outcome';
import { prepare, type SlowOptions } from './webhook/prepare';
import { receive } from './webhook/receive';
import { sampleNotification } from './webhook/samples';
import { keptSecrets } from './webhook/secrets';
import { isSigned, isWellFormed, sign } from './webhook/signature';
import { ANY_TOPIC, topics } from './webhook/topics';
import { checkCredential, type Workspace } from './connection/workspace';

type TriggerOptions = EventOptions &
	SlowOptions & {
		respond?: 'immediately' | 'finished';
		sampleWhenTesting?: boolean;
	};

/** What is kept of the last activation: who the credential is. */
type Memory = IDataObject & { workspace?: Workspace };

const topicOptions: INodePropertyOptions[] = [
	{ name: 'Any Topic', value: ANY_TOPIC, description: 'Everything that the app in Developer Hub sends' },
	...topics.map(({ topic, label, permission }) => ({
		name: label,
		value: topic,
		description: `Topic ${topic}; permission: ${permission || '-'}`,
	})),
].sort((a, b) => a.name.localeCompare(b.name));

/** One output for each chosen topic, in the order of choosing, and one for all others where there may be any. */
const outputs = `={{ ((topics, options) => options.splitOutputs
	? [...topics, ...(options.otherTopics ? ["Other"] : [])].map((topic) => ({ type: "main", displayName: topic === "*" ? "Any Topic" : topic }))
	: [{ type: "main" }])($parameter["topics"] ?? [], $parameter["options"] ?? {}) }}`;

const authenticationOf = (context: IHookFunctions | IWebhookFunctions): string =>
	credentialType(context.getNodeParameter('authentication'));

const secrets = async (context: IHookFunctions | IWebhookFunctions): Promise<string[]> =>
	secretsOf(await readCredential(context, authenticationOf(context)));

/** The secrets to judge a delivery by: the kept ones, or those read anew where it does not fit them. */
async function secretsFor(context: IWebhookFunctions, body: Buffer, signature: unknown): Promise<string[]> {
	const { id, credentials: used = {} } = context.getNode();
	const trigger = `${context.getWorkflow().id}:${id}:${used[authenticationOf(context)]?.id}`;
	return await keptSecrets(
		trigger,
		async () => await secrets(context),
		(known) => isSigned(body, signature, known),
	);
}

/** Answers without an execution, and tells the log why. */
function refuse(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context.logger.warn(`Intercom Trigger refused a delivery with ${status}: ${reason}`);
	context
		.getResponseObject()
		.status(status)
		.json({ message: `Refused: ${reason}` });
	return { noWebhookResponse: true };
}

/** Posts a signed sample to the node's own test URL, a moment after n8n has begun to listen. */
async function postSample(
	context: IHookFunctions,
	url: string,
	topic: string,
	secret: string,
): Promise<void> {
	await sleep(500);
	const sample = sampleNotification(topic, { now: Math.floor(Date.now() / 1000), version: '2.14' });
	const body = Buffer.from(JSON.stringify(sample));
	const headers = { 'content-type': 'application/json', 'x-hub-signature': sign(body, secret) };
	await context.helpers.httpRequest({ method: 'POST', url, body, headers });
}

export class IntercomTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Trigger',
		name: 'intercomTrigger',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['trigger'],
		version: 2,
		subtitle: '={{ $parameter["topics"].join(", ") }}',
		// n8n shows this for Intercom Plus as well: the two are one entry of its nodes panel
		description:
			'Start workflows when something happens in Intercom, and work with contacts, conversations, tickets and everything else there',
		defaults: { name: 'Intercom Trigger' },
		inputs: [],
		outputs,
		credentials,
		triggerPanel: {
			header: 'Listen for an event of Intercom',
			executionsHelp: {
				inactive:
					'Intercom sends events to one address. To try this node, either add the option Sample When Testing, or paste the Test URL into Developer Hub > your app > Configure > Webhooks while n8n listens. Afterwards publish the workflow and paste the Production URL.',
				active:
					'Events come in at the Production URL: see Executions. To look at one here, open it there and choose Debug in Editor, or add the option Sample When Testing.',
			},
			activationHint:
				'Publish the workflow, then paste its Production URL into Developer Hub > your app > Configure > Webhooks.',
		},
		activationMessage:
			'Now paste the Production URL of Intercom Trigger into Developer Hub > your app > Configure > Webhooks, and tick its topics there.',
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				...answering,
			},
			// Intercom checks the address with HEAD when it is saved
			{ name: 'setup', httpMethod: 'HEAD', responseMode: 'onReceived', path: 'webhook', ndvHideUrl: true },
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
						displayName: 'Complete Contact',
						name: 'completeContact',
						type: 'boolean',
						default: false,
						description:
							'Whether to fetch the contact, so that its email, name and role are there for every topic',
					},
					...eventOptions,
					{
						displayName: 'Fetch Full Object',
						name: 'fetchObject',
						type: 'boolean',
						default: false,
						description:
							'Whether to fetch the conversation, ticket, contact or company as it is now into fullObject',
					},
					{
						displayName: 'Once per Event',
						name: 'once',
						type: 'boolean',
						default: false,
						description:
							'Whether to drop events whose eventKey this node gave out before, also before a restart. Exact with one n8n process; an event whose workflow fails afterwards is not given out again.',
					},
					{
						displayName: 'One Output per Topic',
						name: 'splitOutputs',
						type: 'boolean',
						default: false,
						description: 'Whether the node has an output for each topic, in the order they were chosen',
					},
					{
						displayName: 'Other Topics',
						name: 'otherTopics',
						type: 'string',
						default: '',
						placeholder: 'e.g. conversation.closed, some.new.topic',
						description: 'Topics that are not in the list, separated by commas; older names are understood',
					},
					{
						displayName: 'Respond',
						name: 'respond',
						type: 'options',
						options: [
							{ name: 'Immediately', value: 'immediately' },
							{
								name: 'When the Workflow Finishes',
								value: 'finished',
								description: 'Only for workflows that take less than 5 seconds: Intercom waits no longer',
							},
						],
						default: 'immediately',
						description: 'When Intercom gets its answer',
					},
					{
						displayName: 'Sample When Testing',
						name: 'sampleWhenTesting',
						type: 'boolean',
						default: true,
						description:
							'Whether to post a signed sample of the first topic to this node when you test it, so that you can build before Intercom can reach this n8n',
					},
					{
						displayName: 'Workspace IDs',
						name: 'workspaces',
						type: 'string',
						default: '',
						placeholder: 'e.g. abc123de',
						description: 'Only events of these workspaces, separated by commas',
					},
				],
			},
		],
	};

	methods = { loadOptions };

	webhookMethods = {
		default: {
			// Intercom has no API for webhook subscriptions: there is nothing to look up, to make or to remove
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			/**
			 * Refuses activation where no event could ever be accepted. Over the network only what a person who activates
			 * the workflow can mend is asked, never at n8n's start: there a refusal would take the address down.
			 */
			async create(this: IHookFunctions): Promise<boolean> {
				const verify = this.getNodeParameter('verifySignature') as boolean;
				const known = await secrets(this);
				const chosen = this.getNodeParameter('topics') as string[];
				const { otherTopics, sampleWhenTesting } = this.getNodeParameter('options', {}) as TriggerOptions;
				if (chosen.length === 0 && !otherTopics?.trim()) {
					throw new NodeOperationError(this.getNode(), 'Intercom Trigger has no topic', {
						description: 'Choose at least one under Topics, or type one under Options > Other Topics',
					});
				}
				if (verify && known.length === 0) {
					// the advice stands in the message, because n8n shows nothing else of a refused activation
					throw new NodeOperationError(
						this.getNode(),
						'The Intercom credential has no client secret. Copy it from Developer Hub > your app > Configure > Basic Information, or switch Check Signature off',
					);
				}
				const { once, respond } = this.getNodeParameter('options', {}) as TriggerOptions;
				if (once && respond === 'finished') {
					throw new NodeOperationError(
						this.getNode(),
						'Once per Event does not go with Respond When the Workflow Finishes',
						{
							description:
								'A workflow that failed would be delivered again by Intercom, and dropped as known. Respond immediately, or use Remove Duplicates where it cannot do harm',
						},
					);
				}
				if (this.getMode() === 'manual') {
					const url = this.getNodeWebhookUrl('default');
					const topic =
						[...chosen, ...listOf(otherTopics)].find((each) => each !== ANY_TOPIC) ??
						'conversation.user.created';
					if (sampleWhenTesting && url) {
						void postSample(this, url, topic, known[0] ?? '').catch((error: Error) =>
							this.logger.warn(`Intercom Trigger could not post its sample: ${error.message}`),
						);
					}
				} else if (['activate', 'update'].includes(this.getActivationMode())) {
					const type = authenticationOf(this);
					const workspace = await checkCredential(this, type, await connect(this, type));
					if (workspace) (this.getWorkflowStaticData('node') as Memory).workspace = workspace;
				}
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	/** Verifies, decides, answers. Nothing slow: that is for `execute`, which n8n calls on what this returns. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		if (this.getWebhookName() === 'setup') {
			this.getResponseObject().status(200).end();
			return { noWebhookResponse: true };
		}
		const verify = this.getNodeParameter('verifySignature') as boolean;
		const options = optionsOf<TriggerOptions>(this);
		const { rawBody: body = Buffer.alloc(0), headers } = this.getRequestObject();
		const signature = headers['x-hub-signature'];
		const needed = verify && isWellFormed(signature);
		// a credential that cannot be read must not become a failed execution, so it is a reply like any other
		const known = needed ? await secretsFor(this, body, signature).catch(() => undefined) : [];
		if (!known) return refuse(this, 503, 'the Intercom credential could not be read');
		const chosen = [...(this.getNodeParameter('topics') as string[]), ...listOf(options.otherTopics)];
		const verdict = receive({ body, signature }, { secrets: known, verify, topics: expandTopics(chosen) });
		if ('reason' in verdict) return refuse(this, verdict.status, verdict.reason);
		if ('ignored' in verdict) return { webhookResponse: { message: `Ignored: ${verdict.ignored}` } };

		const { notification } = verdict;
		const event = toEvent(notification, { verified: verify, receivedAt: Date.now() });
		const { workspace } = this.getWorkflowStaticData('node') as Memory;
		// a sample is of nobody's workspace, team or tag
		const isSample = this.getMode() === 'manual' && options.sampleWhenTesting;
		if (!isSample && !passes(event, filtersOf(options), workspace?.adminId)) {
			return { webhookResponse: { message: 'Ignored: the filters of this trigger leave it out' } };
		}
		// a person who tries the same event again while building wants to see it again
		if (event.notificationId && this.getMode() !== 'manual') {
			const memory = deliveriesOf(`${this.getWorkflow().id}:${this.getNode().id}`);
			const settle = await memory.claim(event.notificationId);
			if (!settle) return { webhookResponse: { message: 'Ignored: this notification was taken already' } };
			void executionCameToBe(this.getResponseObject()).then(settle);
		}
		const json = options.output === 'raw' ? notification : (event as unknown as IDataObject);
		return { workflowData: [[{ json }]] };
	}

	/** Inside the execution, on what `webhook` returned: the slow options, then each event to its output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const chosen = this.getNodeParameter('topics', 0) as string[];
		return await prepare(this, chosen, this.getNodeParameter('options', 0, {}) as SlowOptions);
	}
}
