import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may be told of a workspace: words that the API itself has, never one that is somebody's. */

const facts = readFileSync(join(__dirname, '../facts/intercom-replies.json'), 'utf8');

/** Source: Intercom API, error codes. */
const codes =
	`action_forbidden admin_not_found api_plan_restricted assignee_not_found bad_request client_error company_not_found
	conflict contact_merged conversation_part_or_message_not_found data_invalid field_not_found forbidden
	intercom_version_invalid internal_error invalid_parameter job_not_found media_type_not_acceptable missing_authorization
	missing_parameter not_found not_restorable parameter_invalid parameter_missing parameter_not_found rate_limit_exceeded
	request_timeout resource_conflict resource_not_found server_error service_unavailable tag_not_found team_not_found
	ticket_not_found token_blocked token_expired token_not_found token_revoked token_unauthorized too_many_requests
	type_mismatch unauthorized unprocessable_entity unsupported`.split(/\s+/);

/** The words of the descriptions: types, states, names of objects. */
const described = [...facts.matchAll(/"=([^"?]+)\??"|"(\w+)":/g)].flatMap(([, words, name]) =>
	words === undefined ? [name] : words.split('|'),
);

/** Members whose own members may be named by the workspace. */
export const hasOwnNames = (name: string): boolean => /^(custom_|ticket_)?attributes$|^metadata$/.test(name);

/** Upper case, blanks and signs do not make another name. */
const plain = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_|_$/g, '');

const deepest = 20;
const longest = 200;

export class Confidential {
	private readonly own = new Set<string>();
	private readonly api = new Set([...described, ...codes]);

	/** Keeps every text of a reply of the workspace, so as never to tell it. */
	keep(value: unknown, depth = 0): void {
		if (typeof value === 'string' && value.length <= longest) this.own.add(plain(value));
		if (typeof value !== 'object' || value === null || depth === deepest) return;
		for (const [name, each] of Object.entries(value)) {
			if (hasOwnNames(name) && each !== null) this.keep(Object.keys(each as object));
			this.keep(each, depth + 1);
		}
	}

	/** Learns the kinds of objects (`type`) from the simulator. */
	learn(value: unknown): void {
		if (typeof value !== 'object' || value === null) return;
		for (const [name, each] of Object.entries(value)) {
			if (/^(\w+_)?type$/.test(name) && typeof each === 'string') this.api.add(each);
			else this.learn(each);
		}
	}

	/** The name of a member, unless it may be one that the workspace gave. */
	member(name: string): string {
		return /^[a-z][a-z0-9_]{0,39}$/.test(name) && !this.isOwn(name) ? name : '(a name not told)';
	}

	/** Whether the workspace has a text like it. */
	isOwn(name: string): boolean {
		return this.own.has(plain(name));
	}

	/** The words that the API has; of others only that there are some. */
	words(words: string[]): string {
		const known = words.filter((word) => this.api.has(word)).sort();
		return [...known, ...(known.length < words.length ? ['(a word not told)'] : [])].join(' or ');
	}
}
