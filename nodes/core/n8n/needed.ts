import { NodeConnectionTypes, NodeOperationError, type INode, type NodeConnectionType } from 'n8n-workflow';

/** The ordinary connection. n8n before 1.83 has no `NodeConnectionTypes`, and would not load a node that reads it. */
export const main: NodeConnectionType = NodeConnectionTypes?.Main ?? 'main';

/**
 * Throws where n8n is too old for this package to work: that is before 1.83, told by what it lacks. There its nodes load
 * all the same, so that a person reads why.
 */
export function checkN8n(node: INode): void {
	if (NodeConnectionTypes !== undefined) return;
	throw new NodeOperationError(node, 'This package needs n8n 1.100 or later', {
		description: 'Update n8n, then run it again. It is tested with 1.123 and with 2.0 to the newest',
	});
}
