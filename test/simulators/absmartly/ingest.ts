import type { Message, PublishRequest } from './schema';
import { addGoal, hashUid, named, type World } from './world';

/** What the headers say about the sender, and when the request came in. */
export type Origin = { agent: string; environment: string; application: string | null; receivedAt: number };

// The years 2010 to 2050, which is what ABsmartly's Segment integration accepts; seconds fall outside.
const isPlausible = (ms: number) => ms >= 1262304000000 && ms <= 2524608000000;

/**
 * Stores a valid request and returns the warnings about it. Nothing is deduplicated: the same body twice is two
 * events, as in the real collector.
 */
export function ingest(
	world: World,
	request: PublishRequest,
	batchIndex: number,
	origin: Origin,
	autoCreateGoals: boolean,
): Message[] {
	const warnings: Message[] = [];
	const warn = (subject: string, eventIndex: number, message: string) =>
		warnings.push({ batchIndex, eventIndex, subject, message });
	const { application, environment, agent, receivedAt } = origin;
	const environmentType = named(world.environments, environment)?.type ?? null;
	const units = request.units.map(({ type, uid }) => {
		const hash = request.hashed ? uid : hashUid(uid);
		return { type, hash, uid: request.hashed ? null : uid };
	});

	if (!environmentType) warn('request', 0, `environment "${environment}" does not exist`);
	if (application && !named(world.applications, application))
		warn('request', 0, `application "${application}" does not exist`);
	if (!isPlausible(request.publishedAt)) warn('request', 0, `publishedAt ${request.publishedAt} is odd`);
	if (units.length === 0) warn('request', 0, 'units is empty: nobody is credited');
	units.forEach(({ type, hash }, index) => {
		if (!named(world.unit_types, type)) warn('unit', index, `unit type "${type}" does not exist`);
		if (!/^[\w-]{22}$/.test(hash)) warn('unit', index, 'the uid is not a hash although hashed is true');
	});

	(request.goals ?? []).forEach(({ name, achievedAt, properties }, index) => {
		const goal = named(world.goals, name) ?? (autoCreateGoals ? addGoal(world, name) : undefined);
		if (!goal) warn('goal', index, `goal "${name}" does not exist`);
		if (!isPlausible(achievedAt)) warn('goal', index, `achievedAt ${achievedAt} is odd`);
		for (const { type, hash, uid } of units) {
			world.events.push({
				event_type: 'goal',
				goal_id: goal?.id ?? null,
				goal_name: name,
				unit_type: type,
				unit_uid: hash,
				unit_uid_hex: Buffer.from(hash, 'base64url').toString('hex'),
				uid,
				event_at: achievedAt,
				properties: properties ?? null,
				application,
				environment,
				environment_type: environmentType,
				agent,
				historic: request.historic ?? false,
				received_at: receivedAt,
			});
		}
	});

	(request.exposures ?? []).forEach(({ id, name, unit, exposedAt, assigned, eligible }, index) => {
		// An SDK reports a treatment of an experiment that does not run as id 0: no mistake, and no exposure
		if (id > 0 && !named(world.experiments, name)) warn('exposure', index, `"${name}" does not exist`);
		if (!isPlausible(exposedAt)) warn('exposure', index, `exposedAt ${exposedAt} is odd`);
		if (id === 0 || !assigned || !eligible) return;
		for (const { type, hash } of units.filter(({ type }) => type === unit)) {
			const unitOfEvent = { unit_type: type, unit_uid: hash };
			world.exposures.push({ experiment: name, ...unitOfEvent, exposed_at: exposedAt, environment });
		}
	});

	return warnings;
}
