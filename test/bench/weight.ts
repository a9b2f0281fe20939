import { join } from 'node:path';
import { packagedNode } from '../../playground/node';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';
import { alternate, type Row } from './results';
import { size } from './size';

/** Of n8n's own nodes HubSpot's is the nearest in what it does. */
const files = {
	ours: join(root, 'dist/nodes/Intercom/IntercomPlus.node.js'),
	hubspot: 'n8n-nodes-base/dist/nodes/Hubspot/Hubspot.node.js',
};

type Weighed = { ms: number[]; characters: number; parts: Record<string, number> };

const kilobytes = (characters: number): number => Math.round(characters / 100) / 10;

const task = async <T>(...args: string[]): Promise<T> =>
	JSON.parse(await run(packagedNode().node, [join(__dirname, 'weightTask.js'), ...args], { cwd: root })) as T;

/** (h) What a node costs n8n before it does anything: its description. */
export async function weight(): Promise<Row[]> {
	const names = Object.keys(files) as Array<keyof typeof files>;
	const weighed = await task<Weighed[]>('workflow', ...Object.values(files));
	const loaded = await alternate(size.rounds, {
		ours: async () => await task<number>('load', files.ours),
		hubspot: async () => await task<number>('load', files.hubspot),
	});
	const factsOf = ({ parts }: Weighed): Row['facts'] => ({
		parameters: parts.parameters,
		'names among them': parts.names,
		'KB of lists of operations': kilobytes(parts.operations),
		'KB of searches': kilobytes(parts.searches),
		'KB of collections': kilobytes(parts.collections),
	});
	return names.flatMap((contestant, index): Row[] => [
		{ contestant, n: 1, unit: 'CPU ms a workflow', values: weighed[index].ms },
		{
			contestant,
			n: 1,
			unit: 'KB',
			values: [kilobytes(weighed[index].characters)],
			facts: factsOf(weighed[index]),
		},
		{ contestant, n: 1, unit: 'ms to load', values: loaded[contestant] },
	]);
}
