/** The package in a real n8n of another version, which COMPAT names. `npm run test:compat` installs and builds first. */
const { moduleNameMapper } = require('../../jest.config.js');

module.exports = {
	rootDir: '../..',
	testEnvironment: 'node',
	roots: ['<rootDir>/test/compat'],
	testMatch: ['**/*.compat.ts'],
	modulePathIgnorePatterns: ['<rootDir>/test/compat/.*/node_modules'],
	testTimeout: 180_000,
	maxWorkers: 1,
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	moduleNameMapper,
};
