/** The unit tests that run inside n8n's engine, in the n8n-core of the version that COMPAT names. */
const base = require('../../jest.config.js');

const modules = `<rootDir>/test/compat/${process.env.COMPAT ?? '1.123'}/node_modules`;

module.exports = {
	...base,
	rootDir: '../..',
	// an older n8n-core keeps timers of its own
	forceExit: true,
	roots: ['core', 'intercom', 'absmartly'].map((room) => `<rootDir>/test/${room}`),
	modulePathIgnorePatterns: base.modulePathIgnorePatterns.filter((pattern) => !pattern.includes('compat')),
	// asks n8n's expressions in a way that came with 2.x
	testPathIgnorePatterns: ['/node_modules/', 'test/core/http/address.property'],
	moduleNameMapper: {
		...base.moduleNameMapper,
		'^(n8n-core|n8n-workflow|reflect-metadata|@n8n/di)$': `${modules}/$1`,
	},
};
