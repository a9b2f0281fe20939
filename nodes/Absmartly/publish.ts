import { UserError, type IDataObject } from 'n8n-workflow';
import type { Request, Send, Values } from '../core/operation';
import type { Complaint } from './errors';
import { toMilliseconds } from './time';
import { toUnit } from './units';

/**
 * The parameters of Goal > Track → the body of `PUT /context` short of `publishedAt`, which is the moment of sending.
 * `achievedAt` is in integer Unix milliseconds. Source: ABsmartly collector API, PublishRequest.
 */
export function publishRequest(
	request: Request,
	{ units, goalName, achievedAt }: Values,
	zone: string,
): Request {
	const chosen = ((units as { unit?: Values[] } | null)?.unit ?? []).map(toUnit);
	if (chosen.length === 0) {
		throw new UserError('There is no unit', {
			description:
				'Add the unit that your experiments use, such as user_id, so that the goal counts for somebody',
		});
	}
	const name = String(goalName ?? '').trim();
	if (!name)
		throw new UserError('The goal has no name', {
			description: 'Give the name of the goal exactly as in ABsmartly',
		});
	const goal = {
		name,
		achievedAt: toMilliseconds(achievedAt, zone),
		properties: request.body.properties ?? null,
	};
	return { ...request, body: { units: chosen, goals: [goal] } };
}

/** Sends the goal, and gives what was sent with the collector's warnings about it. */
export async function publish(send: Send, request: Request): Promise<IDataObject[]> {
	const { warnings = [] } = (await send(request)) as { warnings?: Complaint[] };
	const { units, goals } = request.body as { units: IDataObject[]; goals: IDataObject[] };
	const [{ name, achievedAt, properties }] = goals;
	return [
		{
			status: 'sent',
			goal: name,
			achievedAt,
			units,
			properties,
			warnings: warnings.map(({ subject, message }) => `${subject}: ${message}`),
		},
	];
}
