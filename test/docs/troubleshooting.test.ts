import { readFileSync } from 'node:fs';
import { passedOn } from './errors';
import { file, page, unused } from './troubleshooting';

it('stands in docs/troubleshooting.md with every message of the nodes (if not: npx tsx test/docs/troubleshooting.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});

it('explains no message that nothing gives', () => {
	expect(unused).toEqual([]);
});

it('leaves out only errors that pass another one’s text on', () => {
	expect(passedOn).toEqual([
		'nodes/Absmartly/webhook/activation.ts: new NodeOperationError(context.getNode(), message, { description })',
		'nodes/Intercom/polling/takeTurn.ts: new NodeApiError(context.getNode(), error as JsonObject)',
		'nodes/core/http/attempt.ts: new NodeApiError(context.getNode(), error as never)',
		'nodes/core/http/attempt.ts: new NodeApiError(',
		'nodes/core/n8n/errors.ts: new NodeOperationError(node, error, { ...options, ...(description && { description }) })',
		'nodes/core/run/request.ts: new UserError(`${displayName}: ${error.message}`, {',
		'nodes/core/run/run.ts: new NodeOperationError(node, message, { description: description ?? undefined, itemIndex })',
		'nodes/core/run/run.ts: new NodeApiError(node, errorResponse ?? {}, {',
	]);
});
