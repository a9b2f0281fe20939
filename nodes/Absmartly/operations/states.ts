import { UserError, type IDataObject } from 'n8n-workflow';
import { shown } from '../../core/values/plain';

/** How messages call each state. A state that is not here is ABsmartly's to judge. */
const words = new Map([
	['created', 'a draft'],
	['ready', 'ready'],
	['development', 'in development'],
	['running', 'running'],
	['full_on', 'full on'],
	['stopped', 'stopped'],
	['archived', 'archived'],
]);

/**
 * The state that an experiment is in. Its member `state` alone does not tell: nothing says whether it changes when a
 * variant is set full on, or the experiment is archived, so the members that do tell go before it.
 */
export function stateOf({ state, archived, full_on_at: at, full_on_variant: variant }: IDataObject): string {
	if (archived === true) return 'archived';
	const isFullOn = Boolean(at) || Number(variant) > 0;
	return state === 'running' && isFullOn ? 'full_on' : String(state ?? 'unknown');
}

export const inWords = (state: string): string => words.get(state) ?? `'${shown(state)}'`;

/** Passes an experiment in one of these states, or in one that this package does not know. Throws a `UserError` for another. */
export function checkState(experiment: IDataObject, from: string[], done: string, advice: string): void {
	const state = stateOf(experiment);
	if (from.includes(state) || !words.has(state)) return;
	throw new UserError(
		`The experiment '${shown(experiment.name)}' is ${inWords(state)}, so it cannot be ${done}`,
		{ description: `${advice}. Nothing was sent` },
	);
}

/** Members that tell where an experiment stands. */
const told = [
	...['state', 'archived', 'development_at', 'start_at', 'stop_at', 'full_on_at', 'full_on_variant'],
	'iteration',
];

/** What became of those members: `{ state: { from: 'ready', to: 'running' } }`. What the second lacks did not change. */
export function changesBetween(before: IDataObject, after: IDataObject): IDataObject {
	const of = (experiment: IDataObject) => new Map(Object.entries(experiment));
	const [was, is] = [of(before), of(after)];
	return Object.fromEntries(
		told
			.map((name) => [name, { from: was.get(name) ?? null, to: is.get(name) ?? null }] as const)
			.filter(([name, { from, to }]) => is.has(name) && from !== to),
	);
}
