import { isId, pathTo } from '../../core/values/path';
import { appOf } from './hosts';

/** Where the workspace is: its region (`us`, `US` or `custom`), and its id, `app_id` in a notification. */
export type Whereabouts = { region?: string | null; workspaceId?: string | null };

/** The inbox shows tickets as it shows conversations. Paths as the address bar of Intercom's app has them. */
const paths = new Map<string, (workspace: string, id: string) => string>([
	['conversation', (workspace, id) => pathTo('/a/inbox', workspace, 'inbox', 'conversation', id)],
	['ticket', (workspace, id) => pathTo('/a/inbox', workspace, 'inbox', 'conversation', id)],
	['contact', (workspace, id) => pathTo('/a/apps', workspace, 'users', id)],
	['company', (workspace, id) => pathTo('/a/apps', workspace, 'companies', id)],
]);

/** What Intercom's app takes for the workspace of whoever is signed in, as Intercom's own guides write it. */
const OWN_WORKSPACE = '_';

/** The address of an object's page in the app of its region; null where it has none, or where the region is not known. */
export function pageOf({ region, workspaceId }: Whereabouts, type: string, id: string): string | null {
	const [app, path] = [appOf(region ?? ''), paths.get(type)];
	const workspace = workspaceId || OWN_WORKSPACE;
	return app && path && isId(workspace) && isId(id) ? app + path(workspace, id) : null;
}
