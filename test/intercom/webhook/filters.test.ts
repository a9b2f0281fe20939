import type { IDataObject } from 'n8n-workflow';
import { filtersOf } from '../../../nodes/Intercom/webhook/triggerOptions';
import { toEvent, type Notification } from '../../../nodes/Intercom/webhook/event';
import { mayPass, passes } from '../../../nodes/Intercom/webhook/filters';
import { contact, conversation, notification, withPart } from './notifications';

const event = (topic: string, item: IDataObject) =>
	toEvent(notification(topic, item) as Notification, { verified: true, receivedAt: 0 });

const by = (type: string, id: string) =>
	event('conversation.admin.replied', withPart({ id: '1', created_at: 1768000500, author: { type, id } }));

const started = (more: IDataObject = {}) => event('conversation.user.created', conversation(more));

describe('passes', () => {
	it('lets everything through where nothing is chosen', () => {
		expect(passes(started(), filtersOf({}))).toBe(true);
		expect(passes(by('admin', '7'), filtersOf({}), '7')).toBe(true);
	});

	it('keeps to the workspaces named', () => {
		expect(passes(started(), filtersOf({ workspaces: 'other, abc123de' }))).toBe(true);
		expect(passes(started(), filtersOf({ workspaces: 'other' }))).toBe(false);
	});

	it('ignores the credential’s own admin, chosen admins and bots, and nobody else', () => {
		const own = filtersOf({ ignore: ['own'] });
		expect(passes(by('admin', '7'), own, '7')).toBe(false);
		expect(passes(by('admin', '8'), own, '7')).toBe(true);
		expect(passes(by('user', '7'), own, '7')).toBe(true);
		expect(passes(by('admin', '8'), filtersOf({ ignoreAdmins: ['8'] }))).toBe(false);
		expect(passes(by('bot', '9'), filtersOf({ ignore: ['bots'] }))).toBe(false);
		expect(passes(by('admin', '9'), filtersOf({ ignore: ['bots'] }))).toBe(true);
	});

	it('keeps to a contact role', () => {
		const updated = event('contact.user.updated', contact());
		expect(passes(updated, filtersOf({ contactRole: 'user' }))).toBe(true);
		expect(passes(updated, filtersOf({ contactRole: 'lead' }))).toBe(false);
		expect(passes(started(), filtersOf({ contactRole: 'user' }))).toBe(false);
		expect(
			passes(event('company.created', { type: 'company', id: 'c' }), filtersOf({ contactRole: 'user' })),
		).toBe(false);
	});

	it('lets an unknown role through where it is looked up later', () => {
		const users = filtersOf({ contactRole: 'user' });
		expect(mayPass(started(), users, undefined)).toBe(true);
		expect(mayPass(started(), users, undefined, false)).toBe(false);
		expect(mayPass(event('company.created', { type: 'company', id: 'c' }), users, undefined)).toBe(false);
		expect(mayPass(event('contact.lead.updated', contact({ role: 'lead' })), users, undefined)).toBe(false);
	});

	it('keeps to teams, assigned before or by this very event', () => {
		const teams = filtersOf({ teams: ['814865'] });
		expect(passes(started({ team_assignee_id: 814865 }), teams)).toBe(true);
		expect(passes(started({ team_assignee_id: 1 }), teams)).toBe(false);
		const assigned = withPart({ id: '1', created_at: 1, assigned_to: { type: 'team', id: '814865' } });
		expect(passes(event('conversation.admin.assigned', assigned), teams)).toBe(true);
		const moved = [{ id: '1', assigned_to: { type: 'team', id: '814865' } }, { id: '2' }];
		const ticket = { type: 'ticket', id: 't', team_assignee_id: '9', ticket_parts: { ticket_parts: moved } };
		expect(passes(event('ticket.state.updated', ticket), teams)).toBe(false);
	});

	it('keeps to tags by id or name, of a conversation, a contact or the tagging itself', () => {
		const tags = filtersOf({ tags: ['129', 'vip'] });
		expect(passes(started({ tags: { tags: [{ id: '1', name: 'VIP' }] } }), tags)).toBe(true);
		expect(passes(started({ tags: { tags: [{ id: '1', name: 'Other' }] } }), tags)).toBe(false);
		const escaped = started({ tags: { tags: [{ id: '1', name: 'Phone &amp; SMS' }] } });
		expect(passes(escaped, filtersOf({ tags: ['Phone & SMS'] }))).toBe(true);
		expect(
			passes(event('contact.user.updated', contact({ tags: { type: 'list', data: [{ id: '129' }] } })), tags),
		).toBe(true);
		const tagging = { type: 'contact_tag', tag: { id: '129' }, contact: contact() };
		expect(passes(event('contact.user.tag.created', tagging), tags)).toBe(true);
	});
});
