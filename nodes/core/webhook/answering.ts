import type {
	IExecuteFunctions,
	INodeParameters,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { answersEarly, webhookFields } from '../n8n/webhooks';

type Answering = INodeParameters & { options?: { respond?: string } };

/** When and with what n8n answers. Each function may use its argument alone. */
export const answering = webhookFields({
	responseMode: answersEarly
		? ({ options }: Answering) => (options?.respond === 'finished' ? 'lastNode' : 'responseNode')
		: ({ options }: Answering) => (options?.respond === 'finished' ? 'lastNode' : 'onReceived'),
	// empty, because n8n would answer with the literal text "firstEntryJson"
	responseData: ({ options }: Answering) => (options?.respond === 'finished' ? 'noData' : ''),
});

/** Answers from within the execution, where n8n would have done so before there was one. */
export async function answer(
	context: IExecuteFunctions,
	{ respond }: { respond?: string } = {},
): Promise<void> {
	if (!answersEarly || respond === 'finished') return;
	await context.sendResponse({ statusCode: 200, headers: {}, body: { message: 'Workflow was started' } });
}

/** Answers with an error status (HTTP's) and the reason, without an execution. */
export function refused(context: IWebhookFunctions, status: number, reason: string): IWebhookResponseData {
	context
		.getResponseObject()
		.status(status)
		.json({ message: `Refused: ${reason}` });
	return { noWebhookResponse: true };
}

/** Answers 200 without an execution, since the sender has done nothing wrong. */
export const ignore = (reason: string): IWebhookResponseData => ({
	webhookResponse: { message: `Ignored: ${reason}` },
});
