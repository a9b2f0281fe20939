import { jsonParse, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../../core/table/operation';
import { elementsOf } from '../transport/pages';
import { noUnit, unitsOf } from '../values/units';

/** One experiment's answer about the units; `config` is JSON as text. Source: ABsmartly collector API, ExperimentAssignment. */
export type Assignment = {
	id: number;
	name: string;
	variant: number;
	eligible: boolean;
	config: string | null;
};

/** The parameters of Context > Get and an item → the body of `POST /context`. */
export function assignmentsRequest(
	request: Request,
	{ units, options }: Values,
	_zone: string,
	json: IDataObject,
): Request {
	const given = (options ?? {}) as IDataObject;
	const chosen = unitsOf(json, units, { unknownRole: given.unknownRole });
	if (chosen.length === 0) throw noUnit(json, units, given);
	return { ...request, body: { units: chosen } };
}

/** What a variant's config says; nothing where it is empty, not JSON or no object, as the SDKs have it. */
function variablesIn(config: string | null): IDataObject {
	const parsed: unknown = jsonParse(config || '{}', { fallbackValue: {} });
	return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
		? (parsed as IDataObject)
		: {};
}

/** The variables of all variants in one object; where two experiments set the same, the older one wins, as in the SDKs. */
export const variablesOf = (assignments: Assignment[]): IDataObject =>
	Object.fromEntries(
		[...assignments].sort((a, b) => b.id - a.id).flatMap(({ config }) => Object.entries(variablesIn(config))),
	);

/** One element: `treatments` (experiment → number of the variant), `variables`, and the assignments as they came. */
export async function assignments(send: Send, request: Request): Promise<IDataObject[]> {
	const found = elementsOf(await send(request), 'assignments') as Assignment[];
	return [
		{
			units: request.body.units as IDataObject[],
			treatments: Object.fromEntries(found.map(({ name, variant }) => [name, variant])),
			variables: variablesOf(found),
			assignments: found,
		},
	];
}
