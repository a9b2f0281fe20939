import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { nextId, type Experiment } from '../world';
import type { Note, User } from './types';
import { found, idParams, isoNow, person, parseBody, Refusal, userOf, type Console } from './context';
import { reachable } from './experimentViews';

const noteBody = z.object({ note: z.string().min(1) });
const noteParams = idParams.extend({ noteId: z.coerce.number().int() });

/** Stores what was done or said. */
export function addNote(
	console: Console,
	experiment: Experiment,
	user: User,
	what: Pick<Note, 'action'> & Partial<Note>,
): Note {
	const { notes } = console.world;
	const note: Note = {
		id: nextId(notes),
		experiment_id: experiment.id,
		note: '',
		variant: null,
		reply_to_note_id: null,
		created_at: isoNow(console),
		created_by_user_id: user.id,
		new_experiment_id: null,
		...what,
	};
	notes.push(note);
	return note;
}

export const forActivity = (console: Console, note: Note) => ({
	...note,
	created_by: person(console, note.created_by_user_id),
});

/** What was done to experiments and said of them. Source: specification; changing a comment: CLI. */
export function registerNotes(app: FastifyInstance, console: Console) {
	const { world, sender, clock } = console;

	/** A comment or a reply, and its event, whose `id` is the note's. Source: docs. */
	function comment(experiment: Experiment, user: User, text: string, reply_to_note_id: number | null) {
		const note = addNote(console, experiment, user, { action: 'comment', note: text, reply_to_note_id });
		sender.tell({
			event_name: 'ExperimentCommented',
			event_at: clock.now(),
			id: note.id,
			experiment_id: experiment.id,
			user_id: user.id,
			comment: text,
			reply_to_note_id,
		});
		return { ok: true, errors: [], experiment_note: forActivity(console, note) };
	}

	app.get('/v1/experiments/:id/activity', (request) => {
		const { id } = reachable(console, request);
		const { offset = 0 } = z.object({ offset: z.coerce.number().int().optional() }).parse(request.query);
		const notes = world.notes.filter(({ experiment_id }) => experiment_id === id);
		return { experiment_notes: notes.slice(offset).map((note) => forActivity(console, note)), offset };
	});
	app.post('/v1/experiments/:id/activity', (request) => {
		const { note } = parseBody(noteBody, request.body);
		return comment(reachable(console, request), userOf(request), note, null);
	});
	app.post('/v1/experiments/:id/activity/:noteId/reply', (request) => {
		const { noteId } = noteParams.parse(request.params);
		const { note } = parseBody(noteBody, request.body);
		return comment(reachable(console, request), userOf(request), note, found('note', world.notes, noteId).id);
	});
	app.put('/v1/experiments/:id/activity/:noteId', (request) => {
		const { noteId } = noteParams.parse(request.params);
		const { note } = parseBody(noteBody, request.body);
		const old = found('note', world.notes, noteId);
		if (old.created_by_user_id !== userOf(request).id) throw new Refusal(403, 'Forbidden');
		return { ok: true, errors: [], experiment_note: forActivity(console, Object.assign(old, { note })) };
	});
}
