import { join } from 'node:path';
import { packagedNode } from '../../playground/node';
import { run } from '../../playground/run';

/** An execution as n8n's database holds it, with the event keys of one topic that its data names. */
export type Stored = { id: number; status: string; createdMs: number; eventKeys: string[] };

/** Run by the packaged Node, which has SQLite built in: prints all executions that n8n's database holds. */
const READER = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, topic] = process.argv.slice(1);
	const rows = new DatabaseSync(file, { readOnly: true }).prepare(
		'select id, status, createdAt, data from execution_entity left join execution_data on executionId = id order by id',
	).all();
	console.log(JSON.stringify(rows.map(({ id, status, createdAt, data }) => {
		const texts = JSON.parse(data ?? '[]').filter((each) => typeof each === 'string');
		const eventKeys = [...new Set(texts.filter((each) => each.startsWith(topic + ':')))];
		return { id, status, createdMs: Date.parse(createdAt.replace(' ', 'T') + 'Z'), eventKeys };
	})));
`;

/** Every execution of the n8n that ran in this home, the oldest first. n8n must have ended. */
export async function storedExecutions(home: string, topic: string): Promise<Stored[]> {
	const file = join(home, '.n8n', 'database.sqlite');
	return JSON.parse(await run(packagedNode().node, ['-e', READER, file, topic], { cwd: home })) as Stored[];
}

export const hasEnded = (status: string) => !['new', 'running'].includes(status);

export function groupBy<Value>(values: Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
	const groups = new Map<string, Value[]>();
	for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
	return groups;
}
