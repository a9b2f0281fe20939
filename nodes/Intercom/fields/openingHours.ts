import { UserError } from 'n8n-workflow';
import type { Field, Values } from '../../core/table/operation';
import { has } from '../../core/values/own';
import { shown } from '../../core/values/plain';
import { chooseMany, rows, text } from './fields';

const days = {
	0: 'Monday',
	1: 'Tuesday',
	2: 'Wednesday',
	3: 'Thursday',
	4: 'Friday',
	5: 'Saturday',
	6: 'Sunday',
};

/** The number of a day, as Intercom counts them. */
function known(day: string): number {
	if (has(days, day)) return Number(day);
	throw new UserError(`'Days' is '${shown(day)}', which is none of its choices`, {
		description: 'It takes the numbers 0 (Monday) to 6 (Sunday)',
	});
}

/** `09:30` → minutes since midnight. Intercom wants quarters of an hour. */
function minutes(time: unknown): number {
	const [, hour, minute] = /^\s*(\d{1,2}):(00|15|30|45)\s*$/.exec(String(time)) ?? [];
	const sum = Number(hour) * 60 + Number(minute);
	if (sum <= 24 * 60) return sum;
	throw new UserError(`'${shown(time)}' is not a time of day that Intercom takes`, {
		description: 'Give hours and minutes on a quarter of an hour, such as 09:00 or 17:45, up to 24:00',
	});
}

const opens = text('start_minute', 'Opens', { required: true, placeholder: 'e.g. 09:00', convert: minutes });
const closes = text('end_minute', 'Closes', {
	required: true,
	placeholder: 'e.g. 17:30',
	description: 'When it closes on the same day, at the latest 24:00',
	convert: minutes,
});

type Interval = { start_minute: number; end_minute: number };

function inOrder(interval: Interval): Interval {
	if (interval.start_minute < interval.end_minute) return interval;
	throw new UserError('Closes is not after Opens', {
		description: 'Split hours that go past midnight in two: one until 24:00, the next day from 00:00',
	});
}

/** Hours of one date, in minutes since its midnight. Source: Intercom API 2.16, office_hours_time_interval. */
export function hours(): Field {
	const field = rows('time_intervals', 'Hours', 'Hours', [opens, closes]);
	return {
		...field,
		convert: (value, zone) => (field.convert?.(value, zone) as Interval[] | undefined)?.map(inOrder),
	};
}

/** Hours of a week, in minutes since Monday 00:00: one interval for each chosen day. */
export function weeklyHours(more: Partial<Field> = {}): Field {
	const on = chooseMany('day_of_week', 'Days', days, { default: ['0', '1', '2', '3', '4'] });
	const field = rows('time_intervals', 'Hours', 'Hours', [on, opens, closes], more);
	const ofRow = ({ day_of_week = [], ...interval }: Values): Interval[] => {
		const { start_minute, end_minute } = inOrder(interval as Interval);
		return (day_of_week as string[]).map(known).map((day) => ({
			start_minute: day * 1440 + start_minute,
			end_minute: day * 1440 + end_minute,
		}));
	};
	return {
		...field,
		convert: (value, zone) => (field.convert?.(value, zone) as Values[] | undefined)?.flatMap(ofRow),
	};
}
