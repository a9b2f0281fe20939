import { z } from 'zod';

/** What the collector answers about one element of a request. */
export type Message = { batchIndex: number; eventIndex: number; subject: string; message: string };

type Milliseconds = z.ZodType<number, z.ZodTypeDef, unknown>;

/** The bodies of the collector. No type is coerced, unknown keys are ignored. */
function bodies(milliseconds: Milliseconds) {
	// JSON Schema counts characters, not UTF-16 units
	const uid = z
		.string()
		.refine((text) => text !== '' && [...text].length <= 640, 'must have 1 to 640 characters');
	const unit = z.object({ type: z.string(), uid });
	const goal = z.object({
		name: z.string(),
		achievedAt: milliseconds,
		properties: z.record(z.unknown()).nullish(),
	});
	const exposure = z.object({
		id: z.number().int().min(0).max(2147483647),
		name: z.string(),
		unit: z.string().nullish(),
		variant: z.number().int().min(0).max(128),
		exposedAt: milliseconds,
		assigned: z.boolean(),
		eligible: z.boolean(),
		overridden: z.boolean().optional(),
		fullOn: z.boolean().optional(),
		custom: z.boolean().optional(),
		audienceMismatch: z.boolean().optional(),
	});
	const attribute = z.object({ name: z.string(), setAt: milliseconds, value: z.unknown() });
	const publish = z.object({
		publishedAt: milliseconds,
		units: z.array(unit),
		hashed: z.boolean().nullish(),
		historic: z.boolean().nullish(),
		goals: z.array(goal).optional(),
		exposures: z.array(exposure).optional(),
		attributes: z.array(attribute).optional(),
	});
	return {
		publish,
		batch: z.object({ requests: z.array(publish).min(1).max(500) }),
		assign: z.object({ units: z.array(unit) }),
	};
}

function toMilliseconds(value: unknown) {
	if (typeof value !== 'string') return value;
	return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

const integer = z.number().int();

/** Timestamps are integers, as the specification says. */
export const strict = bodies(integer);
/** Timestamps may be digits or ISO 8601 in quotes too, as some of ABsmartly's own guides write them. */
export const lenient = bodies(z.preprocess(toMilliseconds, integer));

export type PublishRequest = z.infer<typeof strict.publish>;

const subjects = new Map([
	['units', 'unit'],
	['goals', 'goal'],
	['exposures', 'exposure'],
	['attributes', 'attribute'],
]);

/** What is wrong with a body, in the collector's words. */
export function toMessages(error: z.ZodError): Message[] {
	return error.issues.map(({ path, message }) => {
		const inBatch = path[0] === 'requests';
		const [list, index] = inBatch ? path.slice(2) : path;
		return {
			batchIndex: inBatch ? Number(path[1] ?? 0) : 0,
			eventIndex: Number(index ?? 0),
			subject: subjects.get(String(list)) ?? 'request',
			message: `${path.join('.') || 'body'}: ${message}`,
		};
	});
}
