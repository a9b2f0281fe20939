import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { main } from '../core/n8n/needed';
import { run } from '../core/run/run';
import { describe } from '../core/table/describe';
import { listSearch } from './fields/pickers';
import { resources } from './resources';
import { api } from './transport/api';
import { credentialsFor } from './transport/credentials';

export class Absmartly implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ABsmartly',
		name: 'absmartly',
		icon: { light: 'file:absmartly.svg', dark: 'file:absmartly.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Count events as goals of ABsmartly experiments, and start, stop and read experiments',
		defaults: { name: 'ABsmartly' },
		usableAsTool: true,
		inputs: [main],
		outputs:
			'={{ $parameter.options?.withoutUnit === "output" ? [{ type: "main" }, { type: "main", displayName: "Without Unit" }] : [{ type: "main" }] }}',
		credentials: credentialsFor(resources),
		properties: describe(resources, 'goal'),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run.call(this, resources, api, this.continueOnFail());
	}
}
