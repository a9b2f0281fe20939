import { randomUUID } from 'node:crypto';
import { ApiError, notFound } from '../errors';
import type { Company, Workspace } from '../types';
import { companyView } from '../views';
import type { Routes } from './call';
import { listed } from './companies';

const perPage = 100;
const idleMs = 60_000;

/** A walk over the companies as they were when it began. */
type Scroll = { param: string; rest: Company[]; usedAt: number };

/** The one scroll that an app may have open. */
const scrolls = new WeakMap<Workspace, Scroll>();

function open(workspace: Workspace, param: string | undefined): Scroll {
	const present = scrolls.get(workspace);
	const isOpen = present !== undefined && workspace.now() - present.usedAt < idleMs;
	if (param) {
		if (!isOpen || present.param !== param) throw notFound('scroll parameter not found');
		return present;
	}
	if (isOpen) throw new ApiError(400, 'scroll_exists', 'scroll already exists for this app');
	return { param: randomUUID(), rest: listed(workspace), usedAt: 0 };
}

/** All companies, also beyond the 10,000 of the list: a page a call, until an empty one ends it. */
export const companyScroll: Routes = {
	'GET /companies/scroll'({ workspace, query }) {
		const { param, rest } = open(workspace, query.scroll_param);
		const shown = rest.slice(0, perPage);
		if (shown.length > 0)
			scrolls.set(workspace, { param, rest: rest.slice(perPage), usedAt: workspace.now() });
		else scrolls.delete(workspace);
		const data = shown.map((company) => companyView(workspace, company));
		const isLast = shown.length > 0 && rest.length <= perPage;
		const names = !isLast || workspace.settings.lastScrollParam;
		if (!names) scrolls.delete(workspace);
		return { type: 'list', data, pages: null, total_count: null, ...(names && { scroll_param: param }) };
	},
};
