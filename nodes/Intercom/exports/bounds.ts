import { UserError } from 'n8n-workflow';

/**
 * What a file may hold that is read as items. A few kilobytes of gzip can hold more than a server has memory; Intercom's
 * exports stay far below all of these.
 */
export const most = {
	/** Bytes of a tar archive's extended header, which holds a name. */
	header: 65_536,
	/** Characters of one field, and of one row. */
	field: 1_000_000,
	row: 5_000_000,
	columns: 500,
	/** Characters of a column's name. */
	heading: 1_000,
	/** Of all rows: fields, those too that a row leaves out, and characters with the names of the columns in each item. */
	cells: 2_000_000,
	characters: 100_000_000,
	/** Bytes of the whole, unpacked: more than all these can be, for what is passed over (empty lines, other files). */
	unpacked: 500_000_000,
};

const counted = new Intl.NumberFormat('en-US');

/** For a file that breaks a bound which no export of Intercom comes near. */
export const broken = (what: string, bound: number, unit = 'characters'): UserError =>
	new UserError(`The export cannot be read: ${what} has more than ${counted.format(bound)} ${unit}`, {
		description:
			'The file is damaged, or it is not one of Intercom’s. Choose Output > File to get it as it is',
	});

/** For a file that is too large to become items. */
export const tooLarge = (what: string, bound: number): UserError =>
	new UserError(`The export has more than ${counted.format(bound)} ${what}, too many to give as items`, {
		description:
			'Choose Output > File and read it with Extract From File, switch Return All off, or export a shorter time range',
	});
