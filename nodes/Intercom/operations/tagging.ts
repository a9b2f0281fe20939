import type { Operation } from '../../core/table/operation';
import { additional } from '../fields/fields';
import { pick, type Picked } from '../fields/picks';

/** Tags on a piece of content. Source: Intercom API 2.16, attachTagToArticle, detachTagFromArticle and their likes. */
export const tagging = (path: string, kind: Picked, thing: string) =>
	({
		addTag: {
			name: 'Add Tag',
			action: `Add a tag to ${thing}`,
			version: '2.16',
			request: `POST /${path}/{${kind}_id}/tags`,
			fields: [
				pick(kind),
				pick('tag', { to: 'body', as: 'id' }),
				additional(pick('admin', { displayName: 'Tagged By', required: false, to: 'body' })),
			],
		},
		removeTag: {
			name: 'Remove Tag',
			action: `Remove a tag from ${thing}`,
			version: '2.16',
			request: `DELETE /${path}/{${kind}_id}/tags/{tag_id}`,
			fields: [pick(kind), pick('tag')],
		},
	}) satisfies Record<string, Operation>;
