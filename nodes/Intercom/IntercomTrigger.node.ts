import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { checkN8n } from '../core/n8n/needed';
import { answer } from '../core/webhook/answering';
import { credentials } from './connection/authentication';
import { activate } from './webhook/activation';
import { listening, outputs, properties } from './webhook/description';
import { prepare } from './webhook/prepare';
import { confirmAddress, takeDelivery } from './webhook/takeDelivery';
import { loadOptions, type TriggerOptions } from './webhook/triggerOptions';

export class IntercomTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Trigger',
		name: 'intercomTrigger',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['trigger'],
		// n8n evaluates an expression for each delivery to a node of version 1
		version: 2,
		subtitle: '={{ $parameter["topics"].join(", ") }}',
		description: 'Starts the workflow when something happens in Intercom',
		defaults: { name: 'Intercom Trigger' },
		inputs: [],
		outputs,
		credentials,
		...listening,
		properties,
	};

	methods = { loadOptions };

	webhookMethods = {
		default: {
			// Intercom has no API for webhook subscriptions: there is nothing to look up, to make or to remove
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				checkN8n(this.getNode());
				return await activate(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return this.getWebhookName() === 'setup' ? confirmAddress(this) : await takeDelivery(this);
	}

	/** Inside the execution, on what `webhook` returned: the slow options, then each event to its output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const chosen = this.getNodeParameter('topics', 0) as string[];
		const options = this.getNodeParameter('options', 0, {}) as TriggerOptions;
		await answer(this, options);
		return await prepare(this, chosen, options);
	}
}
