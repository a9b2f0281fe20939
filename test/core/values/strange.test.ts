import { asNumber, numberIn } from '../../../nodes/core/values/plain';
import { toInstant } from '../../../nodes/core/values/time';

describe('toInstant', () => {
	it.each(['2026-02-30', '2026-02-29', '2026-04-31', '2026-02-30T10:00:00Z', '2026-04-31T10:00:00+02:00'])(
		'takes no day that is not in the calendar: %s',
		(text) => {
			expect(toInstant(text, 'America/New_York')).toBeUndefined();
		},
	);

	it('takes the 29th of February of a leap year', () => {
		expect(toInstant('2028-02-29', 'UTC')).toBe(Date.UTC(2028, 1, 29));
	});
});

describe('numberIn', () => {
	it('refuses digits that would be another number', () => {
		expect(numberIn('9007199254740993')).toBeUndefined();
		expect(() => asNumber('Seats', '9007199254740993')).toThrow("'Seats' is '9007199254740993'");
		expect(numberIn('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
		expect(numberIn('1e21')).toBe(1e21);
	});
});
