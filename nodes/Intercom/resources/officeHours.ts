import type { Field, Resource } from '../../core/table/operation';
import { needs } from '../connection/permissions';
import { additional, choose, text, yesNo } from '../fields/fields';
import { hours, weeklyHours } from '../fields/openingHours';
import { pick } from '../fields/picks';

const version = '2.16';
const schedules = '/office_hours_schedules';
const schedule = `${schedules}/{office_hours_schedule_id}` as const;
const exceptions = `${schedule}/office_hours_exceptions` as const;

const thisSchedule = pick('office_hours_schedule');
const exceptionId = text('id', 'Exception ID', { to: 'path', required: true, placeholder: 'e.g. 456' });

const name = text('name', 'Name');
const zone = text('time_zone_name', 'Time Zone', { placeholder: 'e.g. Europe/Zurich' });

/** The day as it was written, whatever the zone: `2026-12-25T00:00:00+01:00` is the 25th. */
const date: Field = {
	displayName: 'Date',
	name: 'exception_date',
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	to: 'body',
	convert: (value) => String(value).trim().slice(0, 10),
};
const kind = choose(
	'exception_type',
	'Type',
	{ closed: 'Closed', custom_hours: 'Custom Hours' },
	{ description: 'Whether it is closed all day, or open at hours of its own' },
);
const exceptionName = text('name', 'Name', { placeholder: 'e.g. Christmas Day' });
const annually = yesNo(
	'recurring_annually',
	'Recurring Annually',
	'Whether it holds on this date every year',
);

export const officeHours: Resource = {
	name: 'Office Hours Schedule',
	permission: needs('read_write_office_hours'),
	preset: 'getAll',
	operations: {
		create: {
			name: 'Create',
			action: 'Create an office hours schedule',
			version,
			request: `POST ${schedules}`,
			fields: [{ ...name, required: true }, { ...zone, required: true }, weeklyHours({ required: true })],
		},
		get: {
			name: 'Get',
			action: 'Get an office hours schedule',
			version,
			request: `GET ${schedule}`,
			fields: [thisSchedule],
		},
		getAll: {
			name: 'Get Many',
			action: 'Get many office hours schedules',
			version,
			request: `GET ${schedules}`,
			list: 'data',
		},
		update: {
			name: 'Update',
			action: 'Update an office hours schedule',
			version,
			request: `PUT ${schedule}`,
			fields: [thisSchedule, additional(name, zone, weeklyHours())],
		},
		delete: {
			name: 'Delete',
			action: 'Delete an office hours schedule',
			version,
			request: `DELETE ${schedule}`,
			fields: [thisSchedule],
		},
		createException: {
			name: 'Create Exception',
			action: 'Create an office hours exception',
			version,
			request: `POST ${exceptions}`,
			fields: [
				thisSchedule,
				{ ...date, required: true },
				kind,
				{ ...hours(), show: { exception_type: ['custom_hours'] }, required: true },
				additional(exceptionName, annually),
			],
		},
		getException: {
			name: 'Get Exception',
			action: 'Get an office hours exception',
			version,
			request: `GET ${exceptions}/{id}`,
			fields: [thisSchedule, exceptionId],
		},
		getExceptions: {
			name: 'Get Many Exceptions',
			action: 'Get many office hours exceptions',
			version,
			request: `GET ${exceptions}`,
			fields: [thisSchedule],
			list: 'data',
		},
		updateException: {
			name: 'Update Exception',
			action: 'Update an office hours exception',
			version,
			request: `PUT ${exceptions}/{id}`,
			fields: [thisSchedule, exceptionId, additional(date, kind, hours(), exceptionName, annually)],
		},
		deleteException: {
			name: 'Delete Exception',
			action: 'Delete an office hours exception',
			version,
			request: `DELETE ${exceptions}/{id}`,
			fields: [thisSchedule, exceptionId],
		},
	},
};
