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
	const share = (above?: number, below?: number): string => (above && below ? figure(above / below) : '–');
	const rate = (contestant: string) => valueOf(results, 'webhooksLazy', contestant, 'per second', 200);
	const rows = [
		[
			'`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`',
			`A delivery to Intercom Trigger takes ${share(cpu('webhooksLazy', 'ours'), cpu('webhooks', 'ours'))} of the CPU that it takes at n8n’s defaults, one for a topic that you did not choose ${share(cpu('webhooksLazy', 'oursIgnoring'), cpu('webhooks', 'oursIgnoring'))}`,
			'Nothing that we saw. Expressions still run in n8n’s isolated engine, which n8n now starts when a workflow evaluates one',
			'n8n 2.40. Before 2.35 n8n starts no engine, so there is nothing to save',
		],
		[
			'Intercom Trigger > Options > **Collect Events**',
			`With the setting above and 200 connections ${share(rate('oursCollecting'), rate('ours'))} times as many deliveries a second: events that arrive together start one execution`,
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
