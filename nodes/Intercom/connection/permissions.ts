/** What a resource needs: the permission to tick, by its label in Developer Hub or, where no source gives that, its scope. */
export const needs = (read: string, change?: string): string =>
	change
		? `Your app in Intercom’s Developer Hub needs the permission “${read}” to read, and “${change}” to change`
		: `Your app in Intercom’s Developer Hub needs the permission “${read}”`;

export const undocumented = 'The permission it needs is not documented: –';
