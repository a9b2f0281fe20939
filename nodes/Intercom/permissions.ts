/** A resource's notice: the permission to tick, by its label in Developer Hub or, where no source gives that, its scope. */
export const needs = (read: string, change?: string): string =>
	change
		? `Needs the permission “${read}” to read, “${change}” to change, of your app in Intercom’s Developer Hub`
		: `Needs the permission “${read}” of your app in Intercom’s Developer Hub`;

export const undocumented = 'The permission it needs is not documented: –';
