import { about, figure, ratio } from './about';
import type { Results } from './results';

/** The contestants' ratios as bars on a logarithmic scale: the reference of each scenario is the line at 1. */

const WIDTH = 760;
const NAMES = 230;
const LINE = 20;
/** Ratios at the ends of the scale. */
const [LOW, HIGH] = [0.1, 100];

const x = (value: number): number => {
	const within = Math.min(Math.max(value, LOW), HIGH);
	return NAMES + ((Math.log10(within) - Math.log10(LOW)) / Math.log10(HIGH / LOW)) * (WIDTH - NAMES - 70);
};

const others = /^(builtIn|httpRequest|intercom-client|undici|webhook$|githubTrigger|optimum)/;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export function plot(results: Results): string {
	const parts: string[] = [];
	let y = 10;
	const text = (left: number, content: string, more = '') =>
		parts.push(`<text x="${left.toFixed(1)}" y="${y + 14}"${more}>${escaped(content)}</text>`);
	for (const [name, { title, reference }] of Object.entries(about)) {
		const scenario = results.scenarios[name];
		if (!scenario) continue;
		text(8, `${title} (${reference} = 1)`, ' font-weight="bold"');
		y += LINE;
		const [{ n }] = scenario.rows;
		// one that lost something has no time to compare
		for (const row of scenario.rows) {
			const value = ratio(scenario, row, reference);
			if (
				value === undefined ||
				(row.n !== n && name !== 'limit') ||
				['MB', 'CPU ms a webhook'].includes(row.unit) ||
				row.facts?.lost
			)
				continue;
			const [from, to] = [x(1), x(value)].sort((a, b) => a - b);
			const fill = others.test(row.contestant) ? '#999' : '#1f77b4';
			text(20, row.contestant);
			parts.push(
				`<rect x="${from.toFixed(1)}" y="${y + 3}" width="${Math.max(2, to - from).toFixed(1)}" height="14" fill="${fill}"/>`,
			);
			text(to + 6, figure(value));
			y += LINE;
		}
		y += LINE / 2;
	}
	const one = x(1).toFixed(1);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<line x1="${one}" x2="${one}" y1="0" y2="${y}" stroke="#000"/>
${parts.join('\n')}
</svg>
`;
}
