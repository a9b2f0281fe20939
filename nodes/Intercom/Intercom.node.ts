import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe } from '../core/describe';
import { run } from '../core/run';
import { api } from './api';
import { authentication, credentials } from './authentication';
import { resourceMapping } from './mapper';
import { listSearch } from './pickers';
import { resources } from './resources';

export class Intercom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Plus',
		name: 'intercom',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with contacts, companies, conversations, tickets and everything else in Intercom',
		defaults: { name: 'Intercom Plus' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: [authentication, ...describe(resources, 'contact')],
	};

	methods = { listSearch, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, resources, api, this.continueOnFail());
	}
}
