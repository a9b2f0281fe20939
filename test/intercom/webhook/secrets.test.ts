import { createSecrets, KEPT_MS, READ_EVERY_MS } from '../../../nodes/Intercom/webhook/secrets';

/** A credential, the reads of it counted, and a trigger's memory over a clock of its own. */
function setUp(...first: string[]) {
	const state = { now: 0, secrets: first, reads: 0, broken: false };
	const process = () => {
		const kept = createSecrets(() => state.now);
		return async (secret: string, trigger = 'a') => {
			const read = async () => {
				state.reads++;
				const { secrets, broken } = state;
				await new Promise((resolve) => setImmediate(resolve));
				return broken ? await Promise.reject(new Error('no database')) : [...secrets];
			};
			return (await kept(trigger, read, (known) => known.includes(secret))).includes(secret);
		};
	};
	return { state, accepts: process(), process };
}

describe('kept secrets', () => {
	it('are read once for as many deliveries as fit them', async () => {
		const { state, accepts } = setUp('now', 'before');
		const all = await Promise.all(Array.from({ length: 50 }, async () => await accepts('now')));
		for (let each = 0; each < 50; each++) all.push(await accepts('before'));
		expect(all).toEqual(Array(100).fill(true));
		expect(state.reads).toBe(1);
	});

	it('are accepted no longer than the bound after they left the credential', async () => {
		const { state, accepts } = setUp('old');
		expect(await accepts('old')).toBe(true);
		state.secrets = ['new'];
		state.now = KEPT_MS - 1;
		expect(await accepts('old')).toBe(true);
		state.now = KEPT_MS;
		expect(await accepts('old')).toBe(false);
		expect(await accepts('new')).toBe(true);
	});

	it('count from when their read began, and other deliveries do not prolong them', async () => {
		const { state, accepts } = setUp('old');
		const first = accepts('old');
		state.secrets = [];
		state.now = 500;
		expect(await first).toBe(true);
		for (state.now = 1000; state.now < KEPT_MS; state.now += 500) await accepts('old');
		expect(await accepts('old')).toBe(false);
	});

	it('give way at once when a delivery is signed with a new secret', async () => {
		const { state, accepts } = setUp('old');
		expect(await accepts('old')).toBe(true);
		state.now = READ_EVERY_MS;
		state.secrets = ['new', 'old'];
		expect(await accepts('new')).toBe(true);
		expect(await accepts('old')).toBe(true);
		expect(state.reads).toBe(2);
		state.secrets = ['new'];
		state.now += READ_EVERY_MS;
		expect(await accepts('wrong')).toBe(false);
		// the read that the wrong one led to
		expect(await accepts('old')).toBe(false);
	});

	it('are read once a second at the most, however many wrong signatures come', async () => {
		const { state, accepts } = setUp('right');
		const seconds = 10;
		for (let each = 0; each < 100 * seconds; each++) {
			state.now = (each * READ_EVERY_MS) / 100;
			const answers = await Promise.all(['wrong', 'wrong', 'right'].map(async (each) => await accepts(each)));
			expect(answers).toEqual([false, false, true]);
		}
		expect(state.reads).toBe(seconds);
	});

	it('are read once a second at the most also while that fails, and then known again', async () => {
		const { state, accepts } = setUp('right');
		state.broken = true;
		for (let each = 0; each < 50; each++) await expect(accepts('right')).rejects.toThrow('no database');
		expect(state.reads).toBe(1);
		state.broken = false;
		state.now = READ_EVERY_MS;
		expect(await accepts('right')).toBe(true);
	});

	it('stay, until their bound, when a later read fails', async () => {
		const { state, accepts } = setUp('right');
		expect(await accepts('right')).toBe(true);
		state.broken = true;
		state.now = READ_EVERY_MS;
		await expect(accepts('wrong')).rejects.toThrow('no database');
		expect(await accepts('right')).toBe(true);
		state.now = KEPT_MS;
		await expect(accepts('right')).rejects.toThrow('no database');
	});

	it('are each trigger’s own', async () => {
		const { state, accepts } = setUp('one');
		expect(await accepts('one', 'a')).toBe(true);
		state.secrets = ['two'];
		expect(await accepts('one', 'b')).toBe(false);
		expect(await accepts('two', 'b')).toBe(true);
		expect(await accepts('one', 'a')).toBe(true);
	});

	it('are each process’s own: one learns of a new secret by its own deliveries, all by the bound', async () => {
		const { state, process } = setUp('old');
		const [first, second] = [process(), process()];
		expect([await first('old'), await second('old')]).toEqual([true, true]);
		state.secrets = ['new'];
		state.now = READ_EVERY_MS;
		expect([await first('new'), await first('old'), await second('old')]).toEqual([true, false, true]);
		expect(state.reads).toBe(3);
		state.now = KEPT_MS;
		expect([await first('old'), await second('old')]).toEqual([false, false]);
	});
});
