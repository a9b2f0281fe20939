import type { IDataObject, INode } from 'n8n-workflow';
import { resources } from '../../../nodes/Absmartly/resources';
import { refused, unanswered } from '../../../nodes/Absmartly/transport/errors';
import { toRequest } from '../../../nodes/core/run/request';
import type { Request, Send, Values } from '../../../nodes/core/table/operation';

/** The Web Console as its description and the tests of its command line tool show it: one experiment, and replies by request. */

/** An experiment as `GET /experiments/{id}` gives it. Source: ABsmartly's description of its API. */
export const checkout = (more: IDataObject = {}): IDataObject => ({
	id: 42,
	name: 'checkout_button',
	display_name: 'Checkout button',
	type: 'test',
	iteration: 1,
	state: 'ready',
	archived: false,
	development_at: null,
	start_at: null,
	stop_at: null,
	full_on_at: null,
	full_on_variant: null,
	nr_variants: 2,
	percentages: '50/50',
	percentage_of_traffic: 100,
	unit_type_id: 1,
	unit_type: { id: 1, name: 'user_id' },
	applications: [{ application_id: 1, application_version: '0', application: { id: 1, name: 'www' } }],
	variants: [
		{ id: 90, variant: 0, name: 'Control', config: '{}' },
		{ id: 91, variant: 1, name: 'Green', config: '{"color":"green"}' },
	],
	primary_metric_id: 5,
	primary_metric: { id: 5, name: 'Orders', effect: 'positive' },
	secondary_metrics: [
		{
			id: 70,
			metric_id: 6,
			type: 'guardrail',
			order_index: 0,
			metric: { id: 6, name: 'Page load', effect: 'negative' },
		},
	],
	owners: [{ user_id: 3, user: { id: 3, email: 'ada@example.com' } }],
	teams: [{ team_id: 2, team: { id: 2, name: 'Growth' } }],
	experiment_tags: [{ experiment_tag_id: 8, experiment_tag: { tag: 'checkout' } }],
	variant_screenshots: [],
	audience: '{"filter":[{"and":[]}]}',
	audience_strict: false,
	analysis_type: 'group_sequential',
	required_alpha: '0.1',
	required_power: '0.8',
	seed: '3603515233373850',
	alerts: [
		{ id: 1, type: 'sample_ratio_mismatch', dismissed: false },
		{ id: 2, type: 'audience_mismatch', dismissed: true },
	],
	custom_section_field_values: [
		{
			id: 600,
			experiment_id: 42,
			experiment_custom_section_field_id: 11,
			type: 'text',
			value: 'Green sells',
			custom_section_field: { title: 'Hypothesis' },
		},
	],
	created_at: '2026-02-01T09:00:00.000Z',
	updated_at: '2026-02-02T09:00:00.000Z',
	...more,
});

/** Results in columns, in no order. Source: ABsmartly's description of its API; the order may change, it says. */
export const columnar = (metric = 5, more: Record<string, unknown[]> = {}): IDataObject => {
	const columns: Record<string, unknown[]> = {
		[`metric_${metric}_impact_ci_upper`]: [null, 0.021],
		variant: [0, 1],
		[`metric_${metric}_pvalue`]: [null, 0.003],
		unit_count: ['1000', '1010'],
		[`metric_${metric}_impact`]: [null, 0.0135],
		[`metric_${metric}_var`]: [0.09, 0.0912],
		last_exposure_at: [1772013000000, 1772014000000],
		[`metric_${metric}`]: [100, 102.4],
		[`metric_${metric}_impact_ci_lower`]: [null, 0.006],
		first_exposure_at: [1772012000000, null],
		[`metric_${metric}_mean`]: [0.1, 0.10135],
		...more,
	};
	const names = Object.keys(columns);
	return {
		columnNames: names,
		columnTypes: names.map(() => 'Float64'),
		rows: [0, 1].map((row) => names.map((name) => columns[name][row])) as unknown as IDataObject[],
	};
};

const node = { name: 'ABsmartly' } as INode;

/** The connection broke after the request had left, or before. */
export const lost = (request: Request, unsent = false): Error =>
	unanswered(node, 'console', request, { fault: unsent ? 'ECONNREFUSED' : 'ECONNRESET', unsent }, 1000);

/** What the console says with this status; it throws. */
export function refuses(statusCode: number, ...errors: string[]): Answer {
	return (request) => {
		throw refused(node, 'console', request, { statusCode, headers: {}, body: { ok: false, errors } });
	};
}

export const template = ({ method, path }: Request): string =>
	`${method} ${path.replaceAll(/\/\d+(?=\/|$)/g, '/{}')}`;

/** A reply, or a promise of one. */
export type Answer = (request: Request) => unknown;

/**
 * A console that has `experiment`, which `answers` may change; it keeps what was sent. What stands in `answers` is asked
 * in place of what the console usually says, and may throw.
 */
export function recorded(experiment: IDataObject, answers: Record<string, Answer> = {}) {
	const requests: Request[] = [];
	const notes: IDataObject[] = [
		{ id: 1, action: 'create', note: '', created_at: '2026-02-01T09:00:00.000Z' },
	];
	const changed =
		(changes: (request: Request) => IDataObject): Answer =>
		(request) => {
			Object.assign(experiment, changes(request));
			return { ok: true, errors: [], experiment: { ...experiment }, experiment_note: { id: 2 } };
		};
	const now = '2026-03-01T09:00:00.000Z';
	const usual: Record<string, Answer> = {
		'GET /experiments/{}': () => ({ experiment: { ...experiment } }),
		'GET /experiments': () => ({ experiments: [{ ...experiment }], total: 1, items: 100, page: 1 }),
		'GET /experiments/{}/activity': () => ({ experiment_notes: [...notes], offset: 0 }),
		'GET /experiment_alerts': () => ({ experiment_alerts: [], total: 0, items: 100, page: 1 }),
		'POST /experiments/{}/metrics/main': () => columnar(5),
		'POST /experiments/{}/metrics/{}': ({ path }) => columnar(Number(path.split('/').at(-1))),
		'POST /experiments/{}/activity': ({ body }) => {
			notes.push({ id: notes.length + 1, action: 'comment', note: body.note as string });
			return { ok: true, errors: [], experiment_note: notes.at(-1) };
		},
		'POST /experiments/{}/activity/{}/reply': ({ body }) => {
			notes.push({ id: notes.length + 1, action: 'comment', note: body.note as string });
			return { ok: true, errors: [], experiment_note: notes.at(-1) };
		},
		'PUT /experiments/{}/start': changed(() => ({ state: 'running', start_at: now })),
		'PUT /experiments/{}/development': changed(() => ({ state: 'development', development_at: now })),
		'PUT /experiments/{}/stop': changed(() => ({ state: 'stopped', stop_at: now })),
		'PUT /experiments/{}/full_on': changed(({ body }) => ({
			full_on_at: now,
			full_on_variant: Number(body.full_on_variant),
		})),
		'PUT /experiments/{}/archive': changed(({ body }) => ({ archived: body.archive === true })),
		'PUT /experiments/{}/restart': ({ body }) => ({
			ok: true,
			errors: [],
			new_experiment: { ...experiment, id: 57, iteration: 2, state: body.state, stop_at: null },
		}),
	};
	const send: Send = async (request) => {
		requests.push(structuredClone(request));
		const answer = answers[template(request)] ?? usual[template(request)];
		if (!answer) throw new Error(`the console of this test does not know ${template(request)}`);
		return (await answer(request)) as IDataObject;
	};
	return { send, requests, usual, notes, sent: () => requests.map(template) };
}

/** Runs an operation of experiments on that console, for one item of the run. */
export async function doing(
	console: ReturnType<typeof recorded>,
	name: string,
	values: Values = {},
	run: object = {},
): Promise<IDataObject[]> {
	const operation = resources.experiment.operations[name];
	const given = { experiment: '42', returnAll: true, reason: 'other', ...values };
	const request = toRequest(operation, given, 'UTC');
	return (await operation.perform?.(console.send, request, given, run)) ?? [];
}
