import { NodeOperationError, sleep, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { answersEarly } from '../../core/n8n/webhooks';
import { listOf } from '../../core/values/list';
import { asNumber, shown } from '../../core/values/plain';
import { credentialType, readCredential, secretsOf } from '../connection/credential';
import { checkCredential, type Workspace } from '../connection/workspace';
import { connect } from '../transport/send';
import { windowOf } from './collecting';
import { sampleNotification } from './samples';
import { sign } from './signature';
import { ANY_TOPIC } from './topics';
import type { TriggerOptions } from './triggerOptions';

/** What is kept of the last activation: whose credential it is, as Intercom says, and the region that the credential says. */
export type Memory = IDataObject & { workspace?: Workspace; region?: string };

type Chosen = { topics: string[]; options: TriggerOptions; verify: boolean; secrets: string[] };

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

/** Events that come together get one answer, which must be true of all of them. */
function checkCollecting(context: IHookFunctions, { collectEvents, respond }: TriggerOptions): void {
	if (collectEvents === undefined) return;
	if (answersEarly) {
		throw new NodeOperationError(
			context.getNode(),
			'This version of n8n cannot collect events. Remove the option Collect Events, or update n8n to 2.8 or later',
		);
	}
	if (windowOf(collectEvents) === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`Collect Events is '${shown(collectEvents)}'. Give a number of milliseconds from 100 to 2000, or remove the option`,
		);
	}
	if (respond === 'finished') {
		throw new NodeOperationError(
			context.getNode(),
			'Collect Events does not go with Respond When the Workflow Finishes. Respond immediately, or remove one of the two options',
		);
	}
}

/** Throws where no event could ever be accepted, or one could be lost. */
function check(context: IHookFunctions, { topics, options, verify, secrets }: Chosen): void {
	if (topics.length === 0) {
		throw new NodeOperationError(context.getNode(), 'Intercom Trigger has no event to listen for', {
			description:
				'Choose at least one under Intercom Events, or type its topic under Options > Other Events',
		});
	}
	if (verify && secrets.length === 0) {
		// the advice stands in the message, because n8n shows nothing else of a refused activation
		throw new NodeOperationError(
			context.getNode(),
			'The Intercom credential has no client secret. Copy it from Developer Hub > your app > Configure > Basic Information, or switch Check Signature off',
		);
	}
	asNumber('Max Delivery Age (Minutes)', options.maxDeliveryAge ?? 0);
	checkCollecting(context, options);
	if (options.once && options.respond === 'finished') {
		throw new NodeOperationError(
			context.getNode(),
			'Once per Event does not go with Respond When the Workflow Finishes',
			{
				description:
					'A workflow that failed would be delivered again by Intercom, and dropped as known. Respond immediately, or use Remove Duplicates where it cannot do harm',
			},
		);
	}
}

/**
 * Refuses activation where no event could ever be accepted. Over the network only what a person who activates the
 * workflow can mend is asked, never at n8n's start: there a refusal would take the address down. In a test run it
 * begins the posting of a sample, if the node's options ask for one.
 */
export async function activate(context: IHookFunctions): Promise<boolean> {
	const type = credentialType(context.getNodeParameter('authentication'));
	const options = context.getNodeParameter('options', {}) as TriggerOptions;
	const topics = [...(context.getNodeParameter('topics') as string[]), ...listOf(options.otherTopics)];
	const verify = context.getNodeParameter('verifySignature') as boolean;
	const credential = await readCredential(context, type);
	const secrets = secretsOf(credential);
	check(context, { topics, options, verify, secrets });
	const memory = context.getWorkflowStaticData('node') as Memory;
	memory.region = credential.region ?? 'us';
	if (context.getMode() === 'manual') {
		const url = context.getNodeWebhookUrl('default');
		const topic = topics.find((each) => each !== ANY_TOPIC) ?? 'conversation.user.created';
		if (context.getNodeParameter('sampleWhenTesting') === true && url) {
			void postSample(context, url, topic, secrets[0] ?? '').catch((error: Error) =>
				context.logger.warn(`Intercom Trigger could not post its sample: ${error.message}`),
			);
		}
	} else if (['activate', 'update'].includes(context.getActivationMode())) {
		const workspace = await checkCredential(context, type, await connect(context, type));
		if (workspace) memory.workspace = workspace;
	}
	return true;
}
