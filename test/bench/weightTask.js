'use strict';
/**
 * What a node's description costs, run as a process of its own with the packaged Node: `load <file>` prints the
 * milliseconds that `require` takes; `workflow <file> …` prints for each type the CPU milliseconds of a
 * `new Workflow` with one such node (medians of batches, the types in turn) and the characters of its description's JSON.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const fromPlayground = createRequire(join(__dirname, '../../playground/package.json'));
const BATCHES = 15;
const BATCH = 50;

const made = (file) => {
	const [Type] = Object.values(fromPlayground(file));
	return new Type();
};

function load(file) {
	const started = performance.now();
	made(file);
	return performance.now() - started;
}

function workflows(files) {
	const { NodeHelpers, Workflow } = fromPlayground('n8n-workflow');
	const types = Object.fromEntries(files.map((file) => [file, NodeHelpers.getVersionedNodeType(made(file))]));
	const nodeTypes = { getByNameAndVersion: (file) => types[file] };
	const create = (file) => {
		const { version, defaultVersion = [version].flat().at(-1) } = types[file].description;
		const parameters = { resource: 'contact' };
		const node = {
			id: '1',
			name: 'One',
			type: file,
			typeVersion: defaultVersion,
			position: [0, 0],
			parameters,
		};
		return new Workflow({ id: '1', nodes: [node], connections: {}, active: false, nodeTypes });
	};
	// CPU, since other programs would lengthen the longer batches more
	const batch = (file) => {
		const before = process.cpuUsage();
		for (let count = 0; count < BATCH; count++) create(file);
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000 / BATCH;
	};
	// once to warm up
	for (const file of files) batch(file);
	const values = files.map(() => []);
	for (let round = 0; round < BATCHES; round++)
		files.forEach((file, index) => values[index].push(batch(file)));
	return files.map((file, index) => ({
		ms: values[index],
		characters: JSON.stringify(types[file].description).length,
	}));
}

const [task, ...files] = process.argv.slice(2);
console.log(JSON.stringify(task === 'load' ? load(files[0]) : workflows(files)));
