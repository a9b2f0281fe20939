/**
 * n8n in queue mode on a real PostgreSQL and Redis. `npm run test:queue` installs and builds first; one file after the
 * other. Where either of the two cannot be reached, the run ends with 1 and says which variable to set.
 */
const { moduleNameMapper } = require('../../jest.config.js');

module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	roots: ['<rootDir>/test/queue'],
	testMatch: ['**/*.queue.ts'],
	globalSetup: '<rootDir>/test/queue/reachable.ts',
	// five n8n processes start in half a minute to a minute
	testTimeout: 240_000,
	maxWorkers: 1,
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	moduleNameMapper,
};
