import { median, type Results, type Row } from './results';

/** What is promised of the figures: each a ratio of medians from one run (or a count), and its bound. */

export type Claim = {
	scenario: string;
	says: string;
	/** Undefined where it was not measured. */
	value?: number;
	bound: number;
	kind: 'at least' | 'at most';
};

export const holds = ({ value, bound, kind }: Claim): boolean | undefined =>
	value === undefined ? undefined : kind === 'at least' ? value >= bound : value <= bound;

type Find = (contestant: string, pick?: (rows: Row[]) => Row | undefined) => Row | undefined;

const divided = (above?: Row, below?: Row): number | undefined =>
	above && below ? median(above.values) / median(below.values) : undefined;

const first = (rows: Row[]) => rows.find(({ unit }) => unit !== 'MB');
const memory = (rows: Row[]) => rows.find(({ unit }) => unit === 'MB');
const kilobytes = (rows: Row[]) => rows.find(({ unit }) => unit === 'KB');
const cpuOf = (rows: Row[]) => rows.find(({ unit }) => unit === 'CPU ms a webhook');
const rateAt = (connections: number) => (rows: Row[]) =>
	rows.find(({ n, unit }) => n === connections && unit === 'per second');
const biggest = (rows: Row[]) => rows.filter(({ unit }) => unit !== 'MB').sort((a, b) => b.n - a.n)[0];

const fact = (row: Row | undefined, name: string): number | undefined =>
	row?.facts?.[name] === undefined ? undefined : Number(row.facts[name]);

const finder =
	({ scenarios }: Results) =>
	(scenario: string): Find =>
	(contestant, pick = first) =>
		pick((scenarios[scenario]?.rows ?? []).filter((row) => row.contestant === contestant));

export function claims(results: Results): Claim[] {
	const of = finder(results);
	const [create, limit, beside, read, goals, webhooks, lazy, endToEnd, cpu, size] = [
		'create',
		'limit',
		'limitBeside',
		'read',
		'goals',
		'webhooks',
		'webhooksLazy',
		'endToEnd',
		'cpu',
		'size',
	].map(of);
	const atMost = (scenario: string, says: string, bound: number, value?: number): Claim => ({
		scenario,
		says,
		bound,
		value,
		kind: 'at most',
	});
	const atLeast = (scenario: string, says: string, bound: number, value?: number): Claim => ({
		...atMost(scenario, says, bound, value),
		kind: 'at least',
	});
	const overOptimum = (name: string) => divided(limit(name, biggest), limit(`${name}, optimum`, biggest));
	const troubled = limit('1,666 a window, one in 50 fails') ?? limit('one in 50 fails');
	return [
		atLeast('create', 'times as fast as n8n’s Intercom node', 12, divided(create('builtIn'), create('ours'))),
		atMost('create', 'of the HTTP Request node’s time', 0.4, divided(create('ours'), create('httpRequest'))),
		atMost(
			'create',
			'of the time of undici without n8n, 20 in flight',
			2.5,
			divided(create('ours'), create('undici')),
		),
		atMost(
			'create',
			'with five expressions, of the HTTP Request node’s time',
			0.8,
			divided(create('oursWithExpressions'), create('httpRequest')),
		),
		atMost(
			'create',
			'of the HTTP Request node’s memory above the floor, many items',
			1 / 3,
			divided(create('ours', memory), create('httpRequest', memory)),
		),
		atMost(
			'limit',
			'of the shortest possible time, 1,666 requests a window',
			1.05,
			overOptimum('1,666 a window'),
		),
		atMost(
			'limit',
			'of the shortest possible time, where the limit binds on any machine',
			1.05,
			overOptimum('half as many a window'),
		),
		atMost('limit', 'requests refused when alone', 0, fact(limit('half as many a window'), 'refused')),
		atMost('limit', 'items lost when 1 in 50 requests fails', 0, fact(troubled, 'lost')),
		atMost('limit', 'items that fail when 1 in 50 requests fails', 0, fact(troubled, 'failed')),
		atMost('limit', 'items doubled when 1 in 50 requests fails', 0, fact(troubled, 'doubled')),
		atMost('limitBeside', 'items lost', 0, fact(beside('ours'), 'lost')),
		atMost('limitBeside', 'items written twice', 0, fact(beside('ours'), 'doubled')),
		atMost('limitBeside', 'requests refused when alone', 0, fact(beside('ours'), 'refused')),
		atMost(
			'read',
			'of the shortest possible time, page after page',
			1.3,
			divided(read('ours'), read('optimum')),
		),
		atLeast(
			'goals',
			'times as fast as one PUT a goal',
			60,
			divided(goals('httpRequest', biggest), goals('ours', biggest)),
		),
		atMost(
			'webhooks',
			'of GitHub Trigger’s CPU',
			1.05,
			divided(webhooks('ours', cpuOf), webhooks('githubTrigger', cpuOf)),
		),
		atMost(
			'webhooksLazy',
			'of GitHub Trigger’s CPU',
			0.3,
			divided(lazy('ours', cpuOf), lazy('githubTrigger', cpuOf)),
		),
		atMost(
			'webhooksLazy',
			'of the bare Webhook node’s CPU',
			1.1,
			divided(lazy('ours', cpuOf), lazy('webhook', cpuOf)),
		),
		atMost(
			'webhooksLazy',
			'of an accepted delivery’s CPU for one that is ignored',
			0.3,
			divided(lazy('oursIgnoring', cpuOf), lazy('ours', cpuOf)),
		),
		atLeast(
			'webhooksLazy',
			'times as many refused as accepted a second',
			4,
			divided(lazy('oursRefusing'), lazy('ours')),
		),
		atLeast(
			'webhooksLazy',
			'times as many a second with Collect Events, 200 connections',
			3,
			divided(lazy('oursCollecting', rateAt(200)), lazy('ours', rateAt(200))),
		),
		atMost(
			'webhooksLazy',
			'ms at most until a collected delivery is answered, 200 connections',
			3000,
			fact(lazy('oursCollecting', rateAt(200)), 'longest wait ms'),
		),
		atMost(
			'webhooksLazy',
			'collected deliveries that were not answered 200, 200 connections',
			0,
			fact(lazy('oursCollecting', rateAt(200)), 'answered otherwise'),
		),
		atLeast(
			'endToEnd',
			'times as many goals a second, collecting and with engines on demand, as at defaults',
			8,
			divided(endToEnd('lazyCollecting'), endToEnd('defaults')),
		),
		atMost('cpu', 'CPU ms of our own for a webhook', 1, divided(cpu('webhook of 2 KB'), one)),
		atMost('cpu', 'CPU ms of our own for an item', 0.3, divided(cpu('node without HTTP'), one)),
		atMost(
			'size',
			'times HubSpot’s CPU, for a workflow with one node',
			5,
			divided(size('ours'), size('hubspot')),
		),
		atMost('size', 'KB of description', 200, divided(size('ours', kilobytes), one)),
	];
}

const one: Row = { contestant: '', n: 1, unit: 'ms', values: [1] };
