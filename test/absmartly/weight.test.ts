import { resources } from '../../nodes/Absmartly/resources';
import { describe as described } from '../../nodes/core/table/describe';

/** n8n sends the description to every editor, and walks it for every workflow. */

const MOST = 800;

const bytesOf = (value: unknown): number => JSON.stringify(value).length;

/** What the description of the node has, with the operations of experiments that pass. */
const weight = (passes: (name: string) => boolean): number => {
	const { operations } = resources.experiment;
	const kept = Object.fromEntries(Object.entries(operations).filter(([name]) => passes(name)));
	return bytesOf(
		described({ ...resources, experiment: { ...resources.experiment, operations: kept } }, 'goal'),
	);
};

const lists = ['getAll', 'getRunning'];
const others = Object.keys(resources.experiment.operations).filter((name) => !lists.includes(name));
const whole = weight(() => true);

it.each(others)('Experiment > %s adds no more than 0.8 KB to the description', (name) => {
	const added = whole - weight((one) => one !== name);
	expect([name, added <= MOST ? 'little' : added]).toEqual([name, 'little']);
});

it('so do they together, each on average', () => {
	expect((whole - weight((one) => lists.includes(one))) / others.length).toBeLessThanOrEqual(MOST);
});

it('no filter of experiments has more than 0.8 KB', () => {
	const { options = [] } = resources.experiment.operations.getAll.fields?.[0] ?? {};
	expect(options.length).toBeGreaterThan(20);
	expect(options.filter((option) => bytesOf(option) > MOST)).toEqual([]);
});
