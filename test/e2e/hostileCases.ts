import { act, asked, happen, newestConversation, said, type Case, type Play } from './templateCases';
import { hubspotContacts, salesforceContacts } from './outside/crm';

/** Strangers choose their own names and words: what of them arrives where a template writes to. */

/** A formula, a mention, a disguised link, and the end of a quotation, for somebody or other. */
const name = '=1+1 <!channel> <https://evil.example|bank> & {NoFormat} ``` Eve';

const shown = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Two lines for every target, and more than any of them takes. */
const body = [
	'Hi <!channel> @org/team #1 [~accountid:1] <https://evil.example|bank> & {noformat} {NoFormat:x}',
	'\\[bank\\](https://evil.example) ![p](https://evil.example/p.png) <img src="https://evil.example/p.png">',
	'````` end of code',
	'<'.repeat(70_000),
].join('\n');

const email = "eve'or''='\\@example.com";

const eve = { external_id: '666', email, name };

const long = { external_id: '667', email: 'long@example.com', name: `${'A'.repeat(300)} ${'B'.repeat(300)}` };

const writes =
	(topic: string, more: object = {}, contact: object = eve) =>
	async (play: Play) =>
		await happen(play, topic, { contact, conversation: { body, ...more } });

const asText = (value: unknown): string => {
	expect(typeof value).toBe('string');
	return String(value);
};

/** All of it stands between two fences, and no third one is there. */
function expectFenced(text: string, fence: string) {
	expect(text.toLowerCase().split(fence.replace('}', ''))).toHaveLength(3);
	const [before, words, after] = text.split(fence);
	expect(before).toBe('');
	expect(words).toMatch(/^\n.*\n/);
	expect(words).toContain('Hi <!channel> @org/team #1');
	expect(after).toMatch(/^\n\nhttps:\/\/app\.intercom\.com\/[\w/]+$/);
	expect(text.length).toBeLessThan(11_000);
}

/** HTML of what a stranger wrote has no tag and no character that begins one. */
function expectEscaped(text: string) {
	expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
	expect(text).toContain('&lt;!channel&gt;');
}

/** By template and what is told of it after a comma. */
export const hostileCases: Record<string, Case> = {
	'intercom-conversation-to-slack, words of a stranger': {
		run: writes('conversation.user.created'),
		then(play) {
			const text = asText(asked(play, 'POST /api/chat.postMessage')[0].body.text);
			const [heading, ...lines] = text.split('\n');
			const link = lines.pop();
			expect(heading).toBe(`*${shown}* started a conversation:`);
			expect(link).toMatch(/^<https:\/\/app\.intercom\.com\/[\w/]+\|Open in Intercom>$/);
			for (const line of lines) expect(line).toMatch(/^> \S/);
			expectEscaped(lines.map((line) => line.slice(2)).join('\n'));
			expect(text.length).toBeLessThan(15_000);
		},
	},
	'intercom-conversation-to-teams, words of a stranger': {
		run: writes('conversation.user.created'),
		then(play) {
			const [{ body: sent }] = asked(play, 'POST /beta/teams/:team/channels/:channel/messages');
			const { content } = sent.body as { content: string };
			expect(content).toMatch(
				/^<b>[^<>]*<\/b> started a conversation: <a href="[^<>"]*">open in Intercom<\/a>/,
			);
			expect(content).toContain(`<b>${shown}</b>`);
		},
	},
	'intercom-closed-to-google-sheets, words of a stranger': {
		async run(play) {
			await writes('conversation.rating.added', { rating: 4 })(play);
			const conversation = { id: newestConversation(play).id };
			await happen(play, 'conversation.admin.closed', { contact: eve, conversation });
		},
		then(play) {
			const [{ body: sent, query }] = asked(play, 'POST /v4/spreadsheets/:id/values/:range');
			expect(query.valueInputOption).toBe('RAW');
			expect(sent.values).toMatchObject([
				[expect.anything(), expect.anything(), name, '', 4, expect.anything()],
			]);
		},
	},
	'intercom-bug-tag-to-github, words of a stranger': {
		run: writes('conversation_part.tag.created', { tag: 'bug' }),
		then(play) {
			const [{ body: sent }] = asked(play, 'POST /repos/:owner/:repository/issues');
			expectFenced(asText(sent.body), '```');
		},
	},
	'intercom-ticket-to-linear, words of a stranger': {
		run: async (play) =>
			await happen(play, 'ticket.created', {
				ticket: { title: `${name} ${'x'.repeat(300)}`, description: body },
			}),
		then(play) {
			const { title, description } = asked(play, 'POST /graphql')[0].body.variables as Record<string, string>;
			expectFenced(description, '```');
			expect(title).toHaveLength(200);
		},
	},
	'intercom-urgent-tag-to-jira, words of a stranger': {
		run: writes('conversation_part.tag.created', { tag: 'urgent' }),
		then(play) {
			const { fields } = asked(play, 'POST /rest/api/2/issue')[0].body as { fields: { description: string } };
			expectFenced(fields.description, '{noformat}');
			expect(fields.description).toContain(name.replace('{', '('));
		},
	},
	'intercom-closed-to-notion, words of a stranger': {
		run: writes('conversation.admin.closed', {}, { ...eve, name: name.repeat(10) }),
		then(play) {
			const { markdown } = asked(play, 'POST /v1/pages')[0].body as { markdown: string };
			expect(markdown).toContain('\\<!channel>');
			expect(markdown).toContain('!\\[p\\](https://evil.example/p.png)');
			expect(markdown.replace(/\\[^]/g, '')).not.toMatch(/[<[\]\\]/);
			expect(markdown.length).toBeLessThan(200_001);
			const [{ text }] = asked(play, 'POST /v1/pages');
			expect(text).not.toContain(JSON.stringify(name.repeat(2)).slice(1, -1));
		},
	},
	'intercom-conversation-to-hubspot, words of a stranger': {
		async run(play) {
			hubspotContacts.write(email, {});
			await writes('conversation.admin.closed')(play);
		},
		then(play) {
			const { properties } = asked(play, 'POST /crm/v3/objects/notes')[0].body as {
				properties: { hs_note_body: string };
			};
			expectEscaped(properties.hs_note_body.replaceAll('<br>', '\n').replace(/&[lg]?t?$/, ''));
			expect(properties.hs_note_body).toContain('&lt;img');
			expect(properties.hs_note_body.length).toBeLessThan(65_537);
		},
	},
	'intercom-conversation-to-salesforce-case, words of a stranger': {
		async run(play) {
			salesforceContacts.write('victim@example.com', {});
			salesforceContacts.write(email, {});
			await writes('conversation.user.created')(play);
		},
		then(play) {
			const cases = asked(play, 'POST /services/data/:version/sobjects/case').map(({ body: sent }) => sent);
			expect(cases).toMatchObject([{ ContactId: '2', Description: expect.stringMatching(/^Hi <!channel>/) }]);
			expect(asText(cases[0].Description).length).toBeLessThan(32_000);
		},
	},
	'intercom-conversation-to-salesforce, words of a stranger': {
		async run(play) {
			salesforceContacts.write('victim@example.com', {});
			salesforceContacts.write(email, {});
			await writes('conversation.admin.closed')(play);
		},
		then(play) {
			const tasks = asked(play, 'POST /services/data/:version/sobjects/task').map(({ body: sent }) => sent);
			expect(tasks).toMatchObject([{ WhoId: '2' }]);
			expect(asText(tasks[0].Subject).length).toBeLessThan(256);
			expect(asText(tasks[0].Description).length).toBeLessThan(32_000);
		},
	},
	'intercom-lead-to-salesforce, a name without end': {
		run: async (play) => await happen(play, 'contact.lead.created', { contact: { ...long, role: 'lead' } }),
		then(play) {
			expect(asked(play, 'POST /services/data/:version/sobjects/lead').map(({ body: sent }) => sent)).toEqual(
				[expect.objectContaining({ FirstName: 'A'.repeat(40), LastName: 'B'.repeat(80) })],
			);
		},
	},
	'intercom-salesforce-sync, a name without end': {
		run: async (play) => await happen(play, 'contact.user.created', { contact: long }),
		then(play) {
			expect(
				asked(play, 'POST /services/data/:version/sobjects/Contact').map(({ body: sent }) => sent),
			).toEqual([expect.objectContaining({ FirstName: 'A'.repeat(40), LastName: 'B'.repeat(80) })]);
		},
	},
	'intercom-user-to-mailchimp, a name that is an advertisement': {
		async run(play) {
			const names = [
				'evil.example/win Eve',
				'<a href="https://evil.example">',
				'A'.repeat(300),
				'Zoë-Ann O’Hara',
			];
			for (const [index, each] of names.entries()) {
				const contact = { external_id: `e${index}`, email: `e${index}@example.com`, name: each };
				await happen(play, 'contact.user.created', { contact });
				await play.world.client.finishedExecutions(play.workflow.id, index + 1);
			}
		},
		executions: 4,
		then(play) {
			const members = asked(play, 'POST /3.0/lists/:list/members').map(({ body: sent }) => sent);
			const names = members.map(({ merge_fields }) => (merge_fields as { FNAME: string }).FNAME);
			expect(names).toEqual(['evil', '', 'A'.repeat(40), 'Zoë-Ann']);
		},
	},
	'intercom-user-to-pipedrive, a name without end': {
		run: async (play) => await happen(play, 'contact.user.created', { contact: long }),
		then(play) {
			const [{ body: person }] = asked(play, 'POST /api/v2/persons');
			expect(person.name).toBe('A'.repeat(100));
			expect(asked(play, 'POST /api/v2/deals')[0].body.title).toBe(`${'A'.repeat(100)}: new user`);
		},
	},
	'intercom-closed-to-dropbox, words of a stranger': {
		run: writes('conversation.admin.closed'),
		then(play) {
			const [{ text, query }] = asked(play, 'POST /2/files/upload');
			const path = `/Intercom/conversation-${newestConversation(play).id}.txt`;
			expect(JSON.parse(query.arg)).toEqual({ mode: 'overwrite', path });
			expect(text).toContain('Hi <!channel>');
		},
	},
	'absmartly-experiment-to-slack, words of a stranger': {
		async run(play) {
			const { absmartly, client } = play.world;
			const { id } = absmartly.addExperiment({ state: 'ready', name: `${name}\n${'x'.repeat(300)}` });
			await act(play, id, 'actions', { action: 'start', note: body });
			await client.finishedExecutions(play.workflow.id, 1);
			await act(play, id, 'actions', { action: 'stop', note: body, reason: name });
			await client.finishedExecutions(play.workflow.id, 2);
			await act(play, id, 'alerts', { type: name });
		},
		executions: 3,
		then(play) {
			const [started, stopped, alert] = said(play).map(asText);
			for (const text of [started, stopped, alert]) {
				expect(text).toMatch(new RegExp(`^:\\w+: \\*${shown.replace(/[^\w ]/g, '\\$&')} x+\\* `));
				expectEscaped(text.replace(/^> /gm, ''));
				expect(text.length).toBeLessThan(15_000);
			}
			for (const [, ...lines] of [started.split('\n'), stopped.split('\n')])
				for (const line of lines) expect(line).toMatch(/^> \S/);
			expect(alert).toMatch(/ has an alert: [\w ]+$/);
		},
	},
};
