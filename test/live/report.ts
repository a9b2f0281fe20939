import { table } from '../docs/table';
import type { Finding } from './comparison';

/** What a run found and did, without a word of the workspace. */
export type Outcome = {
	/** ISO date. */
	date: string;
	region: string;
	version: string;
	write: boolean;
	/** Requests to Intercom; operations that were compared. */
	requests: number;
	compared: number;
	findings: Finding[];
	/** By request, why it was not compared. */
	left: Map<string, string>;
	headers: string[];
	/** Why it did not come to its end; null where it did. */
	ended: string | null;
	/** Objects that could not be removed, and what they are marked with. */
	remaining: string[];
	mark: string;
};

const mostRequests = 6;

const some = (requests: string[]): string =>
	[
		...requests.slice(0, mostRequests).map((request) => `\`${request}\``),
		...(requests.length > mostRequests ? [`${requests.length - mostRequests} more`] : []),
	].join(', ');

const cell = (text: string): string => text.replaceAll('|', '/');

const row = ({ where, intercom, simulator, description, sure, requests }: Finding): string[] =>
	[`\`${where}\``, intercom, simulator, description, sure, some(requests)].map(cell);

const list = (lines: string[]): string => lines.map((line) => `- ${line}`).join('\n');

const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function remainder({ remaining, mark }: Outcome): string {
	const what = remaining.join(', ');
	return `**These may be left in the workspace: ${what}.** Look for \`${mark}\` there and delete what bears it.`;
}

/** The report as Markdown. */
export function reportOf(outcome: Outcome): string {
	const { date, region, version, write, requests, compared, findings, left, headers, ended } = outcome;
	const head = ['Where', 'Intercom', 'Simulator', 'Description', 'How sure', 'In'];
	const mode = write ? 'read and written' : 'only read';
	const found =
		findings.length > 0
			? [
					table(head, findings.map(row)),
					'**certain** was seen. **likely**: three objects or more lacked it. **possible**: one or two did, which may be chance.',
				]
			: ['None.'];
	const reasons = [...left].map(([request, why]) => `\`${request}\`: ${why}`);
	return `${[
		'# Replies of Intercom beside those of the simulator',
		`${date}, region ${region}, API ${version}, ${mode}. ${times(requests, 'request')} sent, ${times(compared, 'reply')} compared.`.replace(
			'replys',
			'replies',
		),
		...(ended ? [`**It ended early: ${ended}.**`] : []),
		...(outcome.remaining.length > 0 ? [remainder(outcome)] : []),
		`## Differences (${findings.length})`,
		...found,
		...(headers.length > 0
			? ['## Headers that only Intercom sends', headers.map((name) => `\`${name}\``).join(', ')]
			: []),
		...(reasons.length > 0 ? [`## Not compared (${reasons.length})`, list(reasons)] : []),
	].join('\n\n')}\n`;
}
