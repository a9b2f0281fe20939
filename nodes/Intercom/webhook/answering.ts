import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { answersEarly, webhookFields } from '../../core/n8n/webhooks';
import type { TriggerOptions } from './triggerOptions';

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
export async function answer(context: IExecuteFunctions, { respond }: TriggerOptions): Promise<void> {
	if (!answersEarly || respond === 'finished') return;
	await context.sendResponse({ statusCode: 200, headers: {}, body: { message: 'Workflow was started' } });
}
