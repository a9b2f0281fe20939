import {
	fromFunction,
	webhookDescriptionFields,
	type INodeParameters,
	type IWebhookDescription,
} from 'n8n-workflow';

type Answering = INodeParameters & { options?: { respond?: string } };

/**
 * When and with what n8n answers. Without expressions, for which it would start its expression engine; but each
 * function is also turned into one, for the editor, and so may use its argument alone.
 */
export const answering: Pick<IWebhookDescription, 'responseMode' | 'responseData'> = webhookDescriptionFields(
	{
		responseMode: fromFunction(({ options }: Answering) =>
			options?.respond === 'finished' ? 'lastNode' : 'onReceived',
		),
		// empty, because n8n would answer with the literal text "firstEntryJson"
		responseData: fromFunction(({ options }: Answering) => (options?.respond === 'finished' ? 'noData' : '')),
	},
);
