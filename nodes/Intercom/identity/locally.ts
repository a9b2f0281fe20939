import type { IDataObject } from 'n8n-workflow';
import { failed } from '../../core/run/details';
import { reader } from '../../core/run/read';
import { toRequest } from '../../core/run/request';
import { atItem } from '../../core/run/run';
import type { Operation, Values } from '../../core/table/operation';
import { credentialType, readCredential, type IntercomCredential } from '../connection/credential';

/** What an operation that sends nothing works on: one item's values, and those that the fields put into a body. */
export type Local = {
	values: Values;
	body: Values;
	credential: IntercomCredential;
	/** The content of the item's file in this binary field. Rejects where there is none. */
	file: (field: string) => Promise<Buffer>;
};

/**
 * The `runAll` of an operation that is done here, without a request: for every item one element. Secrets are in
 * `credential` and go nowhere else.
 */
export const locally =
	(work: (local: Local) => IDataObject | Promise<IDataObject>): NonNullable<Operation['runAll']> =>
	async (context, operation, continueOnFail) => {
		const type = credentialType(context.getNodeParameter('authentication', 0));
		const credential = await readCredential(context, type);
		const read = reader(context, operation);
		const zone = context.getTimezone();
		const runItem = async (item: number) => {
			try {
				const values = read(item);
				const { body } = toRequest(operation, values, zone);
				const file = async (field: string) => {
					// says so where there is none, which the other does not
					context.helpers.assertBinaryData(item, field);
					return await context.helpers.getBinaryDataBuffer(item, field);
				};
				return { json: await work({ values, body, credential, file }), pairedItem: { item } };
			} catch (error) {
				const known = atItem(context.getNode(), error, item);
				return continueOnFail ? failed(known, item) : await Promise.reject(known);
			}
		};
		const elements = [];
		for (const item of context.getInputData().keys()) elements.push(await runItem(item));
		return [elements];
	};
