/** The time that n8n and the simulators go by, put on and back: both read `Date.now`. Ends with the test file. */
const real = Date.now;
let offset = 0;

beforeAll(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
});
afterAll(() => jest.restoreAllMocks());

export const wallClock = {
	advance(ms: number) {
		offset += ms;
	},
	set(iso: string) {
		offset = Date.parse(iso) - real();
	},
	real() {
		offset = 0;
	},
};
