import { DateTime } from 'luxon';
import { contactActs } from './intercom';
import { api, simulator } from './intercom/driver';

/** Zones and the days around which their clocks change, forward and back. */
const switches: Array<[zone: string, forward: string, back: string]> = [
	['Europe/Berlin', '2030-03-31', '2030-10-27'],
	['America/New_York', '2030-03-10', '2030-11-03'],
	// by half an hour, and where April is autumn
	['Australia/Lord_Howe', '2030-10-06', '2030-04-07'],
	// forward at midnight: that day begins at 1:00
	['Africa/Cairo', '2030-04-26', '2030-10-31'],
	['UTC', '2030-03-31', '2030-10-27'],
];

const cases = switches.flatMap(([zone, ...days]) => days.map((day) => [zone, day] as const));

it.each(cases)('contact search in %s counts by the calendar day around %s', async (zone, day) => {
	simulator.settings.timezone = zone;
	const workspace = simulator.workspace({ silent: true });
	const middle = DateTime.fromISO(`${day}T12:00`, { zone });
	const made: Array<{ id: string; at: number; date: string }> = [];
	// each half hour of five days, the first and the last second of each
	for (let at = middle.minus({ days: 2 }).startOf('day').toSeconds(); made.length < 480; at += 1800) {
		for (const second of [at - 1, at]) {
			simulator.clock.set(new Date(second * 1000).toISOString());
			const date = DateTime.fromSeconds(second, { zone }).toISODate() ?? '';
			made.push({ id: contactActs.createContact(workspace, {}).id, at: second, date });
		}
	}
	const byId = new Map(made.map((one) => [one.id, one]));
	const dates = async (operator: string, value: number) => {
		const found = new Set<string>();
		let starting_after: string | undefined;
		do {
			const pagination = { per_page: 150, starting_after };
			const query = { field: 'updated_at', operator, value };
			const { body } = await api('POST', '/contacts/search', { query, pagination });
			for (const { id } of body.data as Array<{ id: string }>) found.add(id);
			starting_after = (body.pages as { next?: { starting_after: string } }).next?.starting_after;
		} while (starting_after);
		return made.filter(({ id }) => found.has(id)).map(({ id }) => byId.get(id));
	};
	for (const hour of [0, 3, 12, 23]) {
		const value = Math.floor(middle.startOf('day').plus({ hours: hour }).toSeconds());
		const asked = DateTime.fromSeconds(value, { zone }).toISODate() ?? '';
		expect(await dates('=', value)).toEqual(made.filter(({ date }) => date === asked));
		expect(await dates('>', value)).toEqual(made.filter(({ date }) => date > asked));
		expect(await dates('<', value)).toEqual(made.filter(({ date }) => date < asked));
	}
});
