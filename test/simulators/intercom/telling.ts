import { partFacts, type PartFact } from '../../facts/partTopics';
import type { Author, Part } from './types';

type Told = { part_type: string; author: Author; body: string | null; assigned_to: Part['assigned_to'] };

const by = ({ author: { type } }: Told): PartFact['by'] =>
	type === 'user' || type === 'lead' ? 'contact' : type;

const assignees = { admin: 'admin', team: 'team', nobody_admin: 'nobody' } as const;

/**
 * The topics of one part, as the recorded facts have them; none where no fact tells of such a part. `shut`: whether it was
 * closed or snoozed before.
 */
export function topicsTold(on: PartFact['on'], part: Told, shut = false): string[] {
	const to = part.assigned_to ? assignees[part.assigned_to.type] : undefined;
	const fact = partFacts.find(
		(one) =>
			one.on === on &&
			one.part_type === part.part_type &&
			one.text === (part.body !== null) &&
			one.by === by(part) &&
			one.to === to &&
			(one.before === undefined || one.before === (shut ? 'shut' : 'open')),
	);
	return (fact?.topics ?? []).map((topic) => `${on}.${topic}`);
}
