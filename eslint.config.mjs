import { n8nCommunityNodesPlugin as community } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig } from 'eslint/config';
import base from 'eslint-plugin-n8n-nodes-base';
import ts from 'typescript-eslint';

const shipped = ['nodes/**/*.{ts,json}', 'credentials/**/*.{ts,json}', 'package.json'];

/** The rules of n8n's scanner (test/scanner) on what ships, typescript-eslint's recommended ones on all code. */
export default defineConfig(
	{ ignores: ['dist', '**/node_modules', '.playground', 'coverage'] },
	{
		files: ['**/*.{ts,js,mjs}'],
		extends: [ts.configs.recommended],
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			// As tsc sees it: what is taken out of an object to leave the rest is used.
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
		},
	},
	// Plain .js files here are CommonJS.
	{ files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
	{
		files: shipped,
		extends: [community.configs.recommended],
		languageOptions: { parser: ts.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins: { 'n8n-nodes-base': base },
		linterOptions: { noInlineConfig: true },
		rules: { 'no-console': 'error' },
	},
	{ files: ['package.json'], rules: base.configs.community.rules },
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...base.configs.credentials.rules,
			// Off in the scanner too: not meant for community nodes; the community plugin has a better one.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...base.configs.nodes.rules,
			// Off in the scanner too: inputs and outputs may be enums, and some APIs do have a maximum.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
