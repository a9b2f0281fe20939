import { table } from '../docs/table';
import { figure } from './about';
import { median, type Results, type Row } from './results';

/** What somebody who runs n8n can set, with what it gave here: a part of docs/performance.md. */

const valueOf = (
	{ scenarios }: Results,
	scenario: string,
	contestant: string,
	unit: Row['unit'],
	n: number,
) => {
	const row = scenarios[scenario]?.rows.find(
		(one) => one.contestant === contestant && one.unit === unit && one.n === n,
	);
	return row && median(row.values);
};

export function settings(results: Results): string {
	const cpu = (scenario: string, contestant: string) =>
		valueOf(results, scenario, contestant, 'CPU ms a webhook', 10);
	/** The words with the ratio in them, or without one what goes without a figure. */
	const told = (
		above: number | undefined,
		below: number | undefined,
		words: (ratio: string) => string,
		otherwise: string,
	) => (above && below ? words(figure(above / below)) : otherwise);
	const rate = (contestant: string) => valueOf(results, 'webhooksLazy', contestant, 'per second', 200);
	const rows = [
		[
			'`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`',
			told(
				cpu('webhooksLazy', 'ours'),
				cpu('webhooks', 'ours'),
				(ratio) => `A delivery to Intercom Trigger takes ${ratio} of the CPU that it takes at n8n’s defaults`,
				'A delivery to Intercom Trigger takes much less CPU than at n8n’s defaults',
			),
			'Nothing that we saw. Expressions still run in n8n’s isolated engine, which n8n now starts when a workflow evaluates one',
			'n8n 2.40. Before 2.35 n8n starts no engine, so there is nothing to save',
		],
		[
			'Intercom Trigger > Options > **Collect Events**',
			told(
				rate('oursCollecting'),
				rate('ours'),
				(ratio) =>
					`Events that arrive together start one execution. With the setting above and 200 connections, n8n takes ${ratio} times as many deliveries a second`,
				'Events that arrive together start one execution, so n8n takes many more deliveries a second',
			),
			'Each delivery waits for the time you choose. Events share an execution, so an error stops all of them unless the node’s **On Error** is set to continue',
			'n8n 2.8',
		],
		[
			'`N8N_EXPRESSION_ENGINE=legacy`',
			'As the first row, not measured here',
			'Expressions run inside n8n’s own process, without isolation. Prefer the first row',
			'n8n 2.35, which made the isolated engine the default',
		],
	];
	return `## What to set in n8n

${table(['Setting', 'What it gives', 'What it costs', 'Since'], rows)}

Several processes, and how big they must be: [queue mode](queue-mode.md).`;
}
