import type {
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { checkN8n, main } from '../core/n8n/needed';
import { answer } from '../core/webhook/answering';
import { activate, deactivate } from './webhook/activation';
import { listening, properties } from './webhook/description';
import { takeTurn } from './webhook/poll';
import { prepare } from './webhook/prepare';
import { takeDelivery } from './webhook/takeDelivery';

export class AbsmartlyEventTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ABsmartly Trigger',
		// n8n would show a trigger called absmartlyTrigger under the name of the node absmartly
		name: 'absmartlyEventTrigger',
		icon: { light: 'file:absmartly.svg', dark: 'file:absmartly.dark.svg' },
		group: ['trigger'],
		// n8n evaluates an expression for each delivery to a node of version 1
		version: 2,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when something happens to an experiment in ABsmartly',
		defaults: { name: 'ABsmartly Trigger' },
		inputs: [],
		outputs: [main],
		credentials: [{ name: 'absmartlyConsoleApi', displayName: 'ABsmartly Console API', required: true }],
		...listening,
		properties,
	};

	webhookMethods = {
		default: {
			// what is there is found, corrected or made in one go
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				checkN8n(this.getNode());
				return await activate(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deactivate(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await takeDelivery(this);
	}

	/** Only with Poll Instead; n8n polls at the times that the hidden field Poll Times has. */
	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		checkN8n(this.getNode());
		return await takeTurn(this);
	}

	/** Inside the execution, on what `webhook` or `poll` returned. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getInputData()[0]?.json.source !== 'polling') await answer(this);
		return await prepare(this);
	}
}
