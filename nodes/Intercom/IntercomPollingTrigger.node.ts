import type { INodeExecutionData, INodeType, INodeTypeDescription, IPollFunctions } from 'n8n-workflow';
import { checkN8n, main } from '../core/n8n/needed';
import { credentials } from './connection/authentication';
import { properties } from './polling/description';
import { takeTurn } from './polling/takeTurn';
import { loadOptions } from './webhook/triggerOptions';

export class IntercomPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Polling Trigger',
		name: 'intercomPollingTrigger',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['trigger'],
		version: 2,
		subtitle: '={{ $parameter["topics"].join(", ") }}',
		description: 'Only if n8n has no public URL: checks Intercom for new events at intervals',
		defaults: { name: 'Intercom Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [main],
		credentials,
		properties,
	};

	methods = { loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		checkN8n(this.getNode());
		return await takeTurn(this);
	}
}
