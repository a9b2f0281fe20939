import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The collector's interface as facts, beside the simulator's own reading of it. */
const facts = JSON.parse(readFileSync(join(__dirname, '../../facts/absmartly.json'), 'utf8')) as object;

const ajv = new Ajv({ allErrors: true }).addSchema(facts, 'facts');

/** What is wrong with a body of PUT /context or PUT /context/batch; nothing if it may be sent. */
export function complaintsAbout(path: string, body: unknown): string[] {
	const kind = path.endsWith('/batch') ? 'batch' : 'publish';
	return ajv.validate(`facts#/definitions/${kind}`, body)
		? []
		: (ajv.errors ?? []).map(({ dataPath, message }) => `${dataPath || 'body'} ${message}`);
}
