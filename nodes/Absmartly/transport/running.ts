import type { IDataObject } from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { elementsOf } from './pages';

/** Where experiments run; what is left out is the credential's. */
export type Place = { application?: string; environment?: string };

/**
 * The experiments that run there, as the SDKs get them. Needs no key of the console.
 * Source: ABsmartly collector API, `GET /context` (ContextExperiment).
 */
export async function runningExperiments(send: Send, place: Place = {}): Promise<IDataObject[]> {
	const query = Object.fromEntries(Object.entries(place).filter(([, name]) => name));
	return elementsOf(await send({ method: 'GET', path: '/context', query, body: {} }), 'experiments');
}

/** The names of the unit types that the experiments running there use. */
export const runningUnitTypes = async (send: Send, place?: Place): Promise<Set<string>> =>
	new Set((await runningExperiments(send, place)).map(({ unitType }) => String(unitType)));

/** One warning for each unit type that no running experiment uses, so that its goals count nowhere. `running` is `runningUnitTypes`. */
export function unitTypeWarnings(
	running: Set<string>,
	unitTypes: string[],
	{ application, environment }: Place,
): string[] {
	const where = [
		...(application ? [`of application '${application}'`] : []),
		...(environment ? [`in environment '${environment}'`] : []),
	].join(' ');
	return [...new Set(unitTypes)]
		.filter((unitType) => !running.has(unitType))
		.map((unitType) => `No running experiment ${where ? `${where} ` : ''}uses the unit type '${unitType}'`);
}
