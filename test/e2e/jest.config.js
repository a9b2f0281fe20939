/** The package in a real n8n server. `npm run test:e2e` installs and builds first; one file after the other. */
const { moduleNameMapper } = require('../../jest.config.js');

module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	// n8n starts in 5 to 30 seconds, several times in some tests.
	testTimeout: 180_000,
	maxWorkers: 1,
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	moduleNameMapper,
};
