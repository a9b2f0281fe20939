import { appOf } from './hosts';

/** Where the workspace is: its region (`us` or `US`), and its id, `app_id` in a notification. */
export type Whereabouts = { region?: string | null; workspaceId?: string | null };

/** The inbox shows tickets as it shows conversations. Paths as Intercom's own app has them (seen in its address bar). */
const paths = new Map<string, (workspace: string, id: string) => string>([
	['conversation', (workspace, id) => `/a/inbox/${workspace}/inbox/conversation/${id}`],
	['ticket', (workspace, id) => `/a/inbox/${workspace}/inbox/conversation/${id}`],
	['contact', (workspace, id) => `/a/apps/${workspace}/users/${id}`],
	['company', (workspace, id) => `/a/apps/${workspace}/companies/${id}`],
]);

/** Whether Intercom's app has a page for objects of that type. */
export const hasPage = (type: string): boolean => paths.has(type);

/** The address of an object's page in the app of its region; null where it has none, or where the workspace is not known. */
export function pageOf({ region, workspaceId }: Whereabouts, type: string, id: string): string | null {
	const [app, path] = [appOf(region ?? ''), paths.get(type)];
	if (!app || !path || !workspaceId || !id) return null;
	return app + path(encodeURIComponent(workspaceId), encodeURIComponent(id));
}
