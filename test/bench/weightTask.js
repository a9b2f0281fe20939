'use strict';
/**
 * What a node's description costs, run as a process of its own with the packaged Node: `load <file>` prints the
 * milliseconds that `require` takes; `workflow <file> …` prints for each type the CPU milliseconds of a
 * `new Workflow` with one such node (medians of batches, the types in turn), the characters of its description's JSON and
 * what these are made of.
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

const charactersOf = (value) => JSON.stringify(value).length;

/** What a description is made of: the number of its parameters, and the characters of some kinds of them. */
function partsOf({ properties }) {
	const of = (isOne) => charactersOf(properties.filter(isOne));
	const isSearch = ({ name, type, displayOptions }) =>
		(name === 'filters' && type === 'fixedCollection') ||
		(name === 'options' && displayOptions?.show?.operation?.includes('search'));
	return {
		parameters: properties.length,
		names: new Set(properties.map(({ name }) => name)).size,
		operations: of(({ name }) => name === 'operation'),
		searches: of(isSearch),
		collections: of((property) => property.type === 'collection' && !isSearch(property)),
	};
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
		characters: charactersOf(types[file].description),
		parts: partsOf(types[file].description),
	}));
}

const [task, ...files] = process.argv.slice(2);
console.log(JSON.stringify(task === 'load' ? load(files[0]) : workflows(files)));
