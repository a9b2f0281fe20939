const ofTheApp = 'of your app in Intercom’s Developer Hub';

/** A resource's notice: the label of the permission that its operations need, and the one that it takes to change something. */
export const needs = (permission: string, toChange?: string): string =>
	`Needs the permission “${permission}” ${ofTheApp}${toChange ? `, and “${toChange}” to change anything` : ''}`;

/** The notice of a resource whose permission no source of Intercom's names. */
export const undocumented = 'The permission it needs is not documented: –';
