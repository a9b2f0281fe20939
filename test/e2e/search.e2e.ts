import { owner } from '../../playground/credentials';
import { conversationActs } from '../simulators/intercom';
import { Editor } from './editor';
import { startWorld, type World } from './n8n';

/** Finding conversations as somebody does who knows Intercom and not its API: by clicks in n8n's editor. */
describe('search', () => {
	let world: World;
	let editor: Editor;
	/** The urgent conversations that were closed lately, by ID. */
	let wanted: string[];

	const HOUR = 3600_000;
	const DAY = 24 * HOUR;

	/** A conversation that was closed so long ago. */
	function closed(msAgo: number, words: string, tagName?: string): string {
		const { intercom } = world;
		const workspace = intercom.workspace({ silent: true });
		const [admin] = workspace.admins.values();
		const [contact] = workspace.contacts.values();
		intercom.clock.set(new Date(Date.now() - msAgo).toISOString());
		const conversation = conversationActs.contactStarts(workspace, contact, words);
		conversationActs.adminReplies(workspace, conversation, admin, 'comment', 'Done!');
		const tag = [...workspace.tags.values()].find(({ name }) => name === tagName);
		if (tag) conversationActs.tagConversation(workspace, conversation, tag, admin);
		conversationActs.close(workspace, conversation, admin);
		intercom.clock.set(new Date().toISOString());
		return conversation.id;
	}

	beforeAll(async () => {
		world = await startWorld();
		world.intercom.workspace({ silent: true }).tags.set('7010', { id: '7010', name: 'urgent' });
		closed(9 * DAY, 'The roof is on fire', 'urgent');
		closed(2 * HOUR, 'Thank you', 'VIP');
		wanted = [
			closed(6 * DAY, 'My invoice is wrong', 'urgent'),
			closed(3 * HOUR, 'I cannot log in', 'urgent'),
		];
		editor = await Editor.open(world.n8n.url);
		await editor.logIn(owner);
	});
	afterEach(async () => {
		await editor?.picture(expect.getState().currentTestName!);
	});
	afterAll(async () => {
		await editor?.close();
		await world?.stop();
	});

	const asked = (path: RegExp) => world.intercom.requests.filter((request) => path.test(request.path));

	it('shows few fields at first', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Search conversations');
		expect(await editor.parameters.shown()).toEqual(
			expect.arrayContaining(['Filters', 'Match', 'Return All', 'Limit', 'Simplify']),
		);
	});

	it('finds conversations closed in the last 7 days with the tag urgent', async () => {
		const form = editor.parameters.rows('filters');
		await form.addRow('Date');
		await form.choose('field', 'Last Closed At');
		await form.addRow('Tag');
		await form.pick('tag', 'urgent');
		await editor.picture('search the form');
		await editor.execute();
		await editor.output({ state: 'closed' });
		const [{ body }] = asked(/^\/conversations\/search$/).slice(-1);
		expect(JSON.parse(body)).toMatchObject({
			query: {
				operator: 'AND',
				value: [
					{ field: 'statistics.last_close_at', operator: '>' },
					{ field: 'tag_ids', operator: '=', value: '7010' },
				],
			},
		});
	});

	it('passes them to Get Transcript', async () => {
		await editor.closeNode();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Get the transcript of a conversation');
		await editor.mapFromInput('id', 'conversation_id');
		await editor.execute();
		await editor.output({ conversation_id: wanted[1] });
		const read = asked(/^\/conversations\/\d+/).map(({ path }) => path.split(/[/?]/)[2]);
		expect([...new Set(read)].sort()).toEqual([...wanted].sort());
	});

	it('says in words what was asked where nothing is found', async () => {
		await editor.newWorkflow();
		await editor.searchNodes('Intercom');
		await editor.addAction('Intercom Plus', 'Search conversations');
		const form = editor.parameters.rows('filters');
		await form.addRow('Tag');
		await form.pick('tag', 'Beta');
		await editor.execute();
		await editor.shows('No conversations found: Tag is “Beta”');
	});

	it('refuses a name that no tag has, with what may have been meant', async () => {
		const form = editor.parameters.rows('filters');
		await form.name('tag', 'By Name', 'urgant');
		await editor.execute();
		await editor.shows("No tag named 'urgant' in this workspace");
		await editor.shows("Did you mean 'urgent'?");
	});
});
