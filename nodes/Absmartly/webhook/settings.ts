import type { IDataObject, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';
import { listOf } from '../../core/values/list';
import { word } from '../../core/values/loose';

/** How events come in: by a webhook that the node registers, by one that a person enters, or by asking. */
export type Delivery = 'automatic' | 'byHand' | 'poll';

export type TriggerOptions = { newKey?: string; otherEvents?: string };

/** What n8n keeps for the node. */
export type Memory = IDataObject & {
	/** The last segment of the webhook's URL. */
	key?: string;
	/** For which text of New Key it was made. */
	newKey?: string;
	/** ABsmartly's ID of the webhook that the node registered. */
	webhookId?: string;
	/** Of Poll Instead: what is known of experiments. Times in Unix milliseconds. */
	watched?: { since: number; known: Record<string, number[]>; from?: string };
};

type Context = IHookFunctions | IWebhookFunctions | IPollFunctions;

export const deliveryOf = (context: Context): Delivery =>
	context.getNodeParameter('delivery', 'automatic') as Delivery;

export const optionsOf = (context: Context): TriggerOptions =>
	context.getNodeParameter('options', {}) as TriggerOptions;

/** The names of the events that the user chose or typed in, each once. */
export function chosenEvents(context: Context): string[] {
	// an expression may give one name alone, or nothing
	const listed = [context.getNodeParameter('events', [])].flat().map(word).filter(Boolean);
	return [...new Set([...listed, ...listOf(word(optionsOf(context).otherEvents))])];
}

export const memoryOf = (context: Context): Memory => context.getWorkflowStaticData('node') as Memory;
