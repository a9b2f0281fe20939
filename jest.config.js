const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Units and the nodes inside n8n's own engine. The real n8n server has its own config under test/e2e. */
// n8n-core logs every failed node, and many tests are about failures
process.env.N8N_LOG_LEVEL ??= 'silent';

/** Libraries are tested as they ship, bundled. */
const libraries = readdirSync(join(__dirname, 'nodes/core/vendor')).map((file) => file.replace(/\.ts$/, ''));

module.exports = {
	testEnvironment: 'node',
	// of a test that hangs; a busy machine takes several times as long as a quiet one
	testTimeout: 30_000,
	// a suite leaves some 25 MB of n8n's modules behind: in one process, all of them come near the limit of its heap, and crawl
	maxWorkers: 2,
	workerIdleMemoryLimit: '1GB',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	modulePathIgnorePatterns: [
		'<rootDir>/test/scanner/node_modules',
		'<rootDir>/test/compat/.*/node_modules',
		'<rootDir>/playground',
		'<rootDir>/dist',
	],
	globalSetup: '<rootDir>/test/bundle.js',
	moduleNameMapper: {
		[`^(?:\.\./)+(?:core/)?vendor/(${libraries.join('|')})$`]: '<rootDir>/dist/nodes/core/vendor/$1.js',
	},
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
};
