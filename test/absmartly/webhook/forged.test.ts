import type { IDataObject } from 'n8n-workflow';
import { toEvent, type ConsoleEvent, type Notification } from '../../../nodes/Absmartly/webhook/event';
import { prepare } from '../../../nodes/Absmartly/webhook/prepare';
import { readBack } from '../../../nodes/Absmartly/webhook/readBack';
import type { Request, Send } from '../../../nodes/core/table/operation';

/**
 * What somebody may say who has the URL, and what Read Back makes of it. ABsmartly answers by hand here: with pages, lists that
 * mind no filter, and times, as its description allows.
 */

const NOW = Date.now();
const DAY = 24 * 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

const started = NOW - 40 * DAY;
const experiment: IDataObject = {
	id: 1,
	name: 'checkout',
	state: 'running',
	start_at: iso(started),
	updated_at: iso(NOW - DAY),
};
const note = (id: number, action: string, at: number, more: IDataObject = {}): IDataObject => ({
	id,
	action,
	note: '',
	created_at: iso(at),
	created_by: { id: 7 },
	...more,
});

/** ABsmartly with these notes and alerts, so many at once. */
function console({ notes = [] as IDataObject[], alerts = [] as IDataObject[], size = 10 } = {}) {
	const asked: string[] = [];
	const send = (async ({ path, query }: Request) => {
		const { offset = 0, page = 1, items = size } = query as Record<string, number>;
		asked.push(path);
		const most = Math.min(items, size);
		if (path.endsWith('/activity')) return { experiment_notes: notes.slice(offset, offset + size), offset };
		if (path === '/experiment_alerts') {
			const from = (page - 1) * most;
			return {
				experiment_alerts: alerts.slice(from, from + most),
				items: most,
				page,
				total: alerts.length,
			};
		}
		return { experiment };
	}) as unknown as Send;
	return { send, asked };
}

const event = (more: IDataObject): ConsoleEvent =>
	toEvent({ event_at: NOW, ...more } as unknown as Notification, { receivedAt: NOW, standIn: 'x' });
const startedEvent = (more: IDataObject = {}) =>
	event({ event_name: 'ExperimentStarted', id: 1, event_at: started, user_id: 7, ...more });

it('confirms nothing of one experiment by another', async () => {
	const { send } = console();
	expect(await readBack(send, startedEvent())).toMatchObject({ verified: true });
	expect(await readBack(send, startedEvent({ experiment_id: 1 }))).toMatchObject({ verified: true });
	expect(await readBack(send, startedEvent({ id: 99, experiment_id: 1 }))).toBeUndefined();
});

it('takes no other spelling of an ID for another event', async () => {
	expect(await readBack(console().send, startedEvent({ id: '01' }))).toBeUndefined();
});

it('says of a new iteration only where one was restarted', async () => {
	const [plain, invented] = [startedEvent(), startedEvent({ new_experiment_id: 666 })];
	expect(invented.newExperimentId).toBeNull();
	expect(invented.eventKey).toBe(plain.eventKey);
});

it('keeps no words of an action but those in its note, and takes who did it from there', async () => {
	const notes = [
		note(1, 'create', started),
		note(2, 'start', started + 50, { note: 'Stay' }),
		note(3, 'start', started + 60, { note: 'Go', created_by: { id: 3 } }),
	];
	const { send } = console({ notes });
	expect(await readBack(send, startedEvent({ comment: 'Go' }))).toMatchObject({ comment: 'Go', userId: '3' });
	const invented = startedEvent({ comment: 'Log in at https://example.com' });
	expect(await readBack(send, invented)).toMatchObject({ comment: null, verified: true });
	expect(await readBack(console().send, invented)).toMatchObject({ comment: null, verified: true });
	const { send: once, asked } = console();
	await readBack(once, startedEvent());
	expect(asked).toEqual(['/experiments/1']);
});

it('does not take one variant that was set full on for another', async () => {
	const notes = [note(1, 'full_on', NOW, { variant: 2 }), note(2, 'full_on', NOW, { variant: 1 })];
	const [yes, no] = [1, 3].map((full_on_variant) =>
		event({ event_name: 'ExperimentFullOn', id: 1, full_on_variant }),
	);
	expect(await readBack(console({ notes }).send, yes)).toBeDefined();
	expect(await readBack(console({ notes }).send, no)).toBeUndefined();
});

describe('a comment', () => {
	const commented = (more: IDataObject = {}) =>
		event({ event_name: 'ExperimentCommented', id: 40, experiment_id: 1, comment: 'Hi', ...more });

	it('is found on any page of a long activity', async () => {
		const notes = Array.from({ length: 40 }, (_, index) =>
			note(index + 1, 'comment', NOW, { note: `n${index}` }),
		);
		expect(await readBack(console({ notes }).send, commented())).toMatchObject({ comment: 'n39' });
	});

	it('of last month is none of today', async () => {
		const notes = [note(40, 'comment', NOW - 30 * DAY, { note: 'Hi' })];
		expect(await readBack(console({ notes }).send, commented())).toBeUndefined();
		const then = commented({ event_at: NOW - 30 * DAY });
		expect(await readBack(console({ notes }).send, then)).toMatchObject({ comment: 'Hi' });
	});
});

describe('an alert', () => {
	const type = 'sample_ratio_mismatch';
	const raised = event({ event_name: 'ExperimentAlertCreated', id: 40, experiment_id: 1, type });
	const alert = (id: number, more: IDataObject = {}) => ({
		id,
		type,
		experiment_id: 1,
		created_at: iso(NOW),
		...more,
	});

	it('is found on any page of a long list', async () => {
		const alerts = Array.from({ length: 40 }, (_, index) => alert(index + 1));
		expect(await readBack(console({ alerts }).send, raised)).toMatchObject({ verified: true });
	});

	it('of another experiment, or of last month, is not this one', async () => {
		for (const more of [{ experiment_id: 2 }, { created_at: iso(NOW - 30 * DAY) }])
			expect(await readBack(console({ alerts: [alert(40, more)] }).send, raised)).toBeUndefined();
		expect(
			await readBack(console({ alerts: [alert(40, { created_at: undefined })] }).send, raised),
		).toBeDefined();
	});
});

it.each(['ExperimentEdited', 'ExperimentUnarchived'])(
	'does not take any later change of an experiment for %s',
	async (event_name) => {
		const long = event({ event_name, id: 1, event_at: NOW - 2.5 * DAY });
		expect(await readBack(console().send, long)).toBeUndefined();
		const action = event_name === 'ExperimentEdited' ? 'edit' : 'unarchive';
		const notes = [note(1, action, NOW - 2.5 * DAY)];
		expect(await readBack(console({ notes }).send, long)).toBeDefined();
		expect(await readBack(console().send, event({ event_name, id: 1, event_at: NOW - DAY }))).toBeDefined();
	},
);

it('never says that an export was confirmed', async () => {
	const ready = (download_url: string) =>
		event({ event_name: 'ExperimentDataExportReady', id: 1, metadata: { download_url } });
	const { send } = console();
	expect(await readBack(send, ready('/v1/experiments/exports/1/x.zip'))).toMatchObject({ verified: false });
	for (const name of ['..', '.', '...'])
		expect(await readBack(send, ready(`/v1/experiments/exports/1/${name}`))).toBeUndefined();
});

it('writes no more than a line about what it drops', async () => {
	const warnings: string[] = [];
	const hints: string[] = [];
	const forged = event({ event_name: 'ExperimentStarted', id: `x\nERROR all is lost${'x'.repeat(5000)}` });
	await prepare({
		getInputData: () => [{ json: forged }],
		getNodeParameter: () => true,
		getNode: () => ({ credentials: {} }),
		getCredentials: async () => ({ endpoint: 'http://127.0.0.1:9', apiKey: 'k' }),
		logger: { warn: (text: string) => warnings.push(text) },
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
	} as never);
	expect(warnings).toHaveLength(1);
	expect(hints).toEqual(warnings);
	expect(warnings[0]).toMatch(/^ABsmartly Trigger dropped ExperimentStarted of x ERROR all is lost.{0,250}$/);
});
