import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { main } from '../core/n8n/needed';
import { run } from '../core/run/run';
import { describe } from '../core/table/describe';
import { authentication, credentials } from './connection/authentication';
import { resourceMapping } from './fields/mapper';
import { listSearch } from './pickers/pickers';
import { resources } from './resources';
import { simplifying } from './transcript/simplify';
import { api } from './transport/api';

export class IntercomPlus implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intercom Plus',
		name: 'intercomPlus',
		icon: { light: 'file:intercom.svg', dark: 'file:intercom.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with contacts, companies, conversations, tickets and everything else in Intercom',
		defaults: { name: 'Intercom Plus' },
		usableAsTool: true,
		inputs: [main],
		outputs: [main],
		credentials,
		properties: [authentication, ...describe(resources, 'contact')],
	};

	methods = { listSearch, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, resources, simplifying(api), this.continueOnFail());
	}
}
