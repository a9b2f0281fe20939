import {
	fromFunction,
	isTriggerLikeNode,
	webhookDescriptionFields,
	type INodeParameters,
	type IWebhookDescription,
} from 'n8n-workflow';

type Fields = Pick<IWebhookDescription, 'responseMode' | 'responseData'>;

/** Makes a value of a node's parameters. n8n may keep its source only, so it must use nothing but its argument. */
type Made = (parameters: INodeParameters) => string;

const asExpression = (made: Made): string => `={{(${String(made)})($parameter)}}`;

/**
 * What a webhook's description says by functions. From n8n 2.35 on it takes them as they are; before, they become
 * expressions, for which n8n starts its expression engine at each delivery.
 */
export const webhookFields = ({ responseMode, responseData }: Record<keyof Fields, Made>): Fields =>
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({
				responseMode: fromFunction(responseMode),
				responseData: fromFunction(responseData),
			})
		: { responseMode: asExpression(responseMode), responseData: asExpression(responseData) };

/**
 * Whether n8n answers `onReceived` before it has made the execution, and says 200 though it then cannot. From 2.8 on it
 * waits; `isTriggerLikeNode` came with the same version. Without it, take `responseNode` and have the execution answer,
 * which is right on every version: n8n says 500 itself where there is none.
 */
export const answersEarly = typeof isTriggerLikeNode !== 'function';
