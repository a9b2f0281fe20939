import { companyActs, contactActs } from '../../simulators/intercom';
import { byId, mapped, onSimulator } from '../world/running';

/** Companies, all of them, and what hangs on contacts and companies. */

const { does, run, requests, forget, intercom, fault } = onSimulator();

const GRACE = '6961000000000000000000a1';
const ACME = '6962000000000000000000c1';

/** So many companies with a contact, beside the two that are there. */
function companies(count: number) {
	const workspace = intercom().workspace({ silent: true });
	const contact = contactActs.createContact(workspace, { external_id: 'everywhere' });
	for (let n = 0; n < count; n++)
		contact.companies.push(companyActs.createCompany(workspace, { company_id: `c${n}`, name: `C${n}` }).id);
}

const scroll = 'GET /companies/scroll';
const firstPages = () => requests().filter((request) => request === scroll);
const all = async () => await does('company', 'getAll', { returnAll: true });

describe('Company: Get Many', () => {
	it('with a limit reads pages of the list', async () => {
		companies(70);
		expect(await does('company', 'getAll', { limit: 61 })).toHaveLength(61);
		expect(requests()).toEqual([
			'POST /companies/list?order=desc&per_page=60',
			expect.stringMatching(/^POST \/companies\/list\?order=desc&per_page=60&page=2$/),
		]);
	});

	it('with a limit beyond what the list gives scrolls, as far as the limit', async () => {
		expect(await does('company', 'getAll', { limit: 10_001 })).toHaveLength(2);
		expect(requests()[0]).toBe(scroll);
	});

	it('with Return All reads beyond 10,000', async () => {
		companies(10_100);
		const ids = (await all()).map(({ id }) => id);
		expect(ids).toHaveLength(10_102);
		expect(new Set(ids).size).toBe(10_102);
		expect(requests().every((request) => request.startsWith(scroll))).toBe(true);
	}, 60_000);

	it('of two runs at once lets one wait for the other', async () => {
		companies(250);
		const runs = await Promise.all(
			[1, 2].map(async () => await run('company', 'getAll', { returnAll: true }, [{}, {}], 'one-credential')),
		);
		expect(runs.map(({ items }) => items.length)).toEqual([2 * 252, 2 * 252]);
		// each in one go: nobody was told that a scroll is open
		expect(requests()).toHaveLength(4 * 4);
		expect(firstPages()).toHaveLength(4);
	});

	it('goes on with the next run after one that failed', async () => {
		await fault({ match: scroll, times: 1, status: 403, body: '{}' });
		const [refused, fine] = await Promise.all(
			[1, 2].map(async () => await run('company', 'getAll', { returnAll: true }, [{}], 'failing')),
		);
		expect(refused.error?.message).toBe('Intercom answered with status 403');
		expect(fine.items).toHaveLength(2);
	});

	it('waits while somebody else has a scroll open', async () => {
		companies(150);
		// two credentials of one app know nothing of each other
		const runs = await Promise.all([1, 2].map(async () => await all()));
		expect(runs.map(({ length }) => length)).toEqual([152, 152]);
		expect(firstPages()).toHaveLength(3);
	});

	/** Does `act` as soon as `when` holds. */
	const once = (when: () => boolean, act: () => void) => {
		const watch = setInterval(() => {
			if (!when()) return;
			clearInterval(watch);
			act();
		}, 5);
	};

	it('begins anew when the scroll expired', async () => {
		companies(250);
		intercom().settings.latencyMs = 50;
		once(
			() => requests().length === 2,
			() => intercom().clock.advance(61_000),
		);
		const ids = (await all()).map(({ id }) => id);
		expect(ids).toHaveLength(252);
		expect(new Set(ids).size).toBe(252);
		expect(firstPages()).toHaveLength(2);
	});

	it.each([
		['broke', { status: 500, body: '{"errors":[{"code":"server_error","message":"Please restart."}]}' }],
		['lost an answer', { reset: true, recordFirst: true }],
	])('asks for no page twice when the scroll %s, but begins anew', async (_, failure) => {
		companies(250);
		await fault({ match: 'GET /companies/scroll?*', times: 1, ...failure });
		// what broke off stays open for a minute
		once(
			() => firstPages().length === 2,
			() => intercom().clock.advance(61_000),
		);
		const ids = (await all()).map(({ id }) => id);
		expect(ids).toHaveLength(252);
		expect(new Set(ids).size).toBe(252);
		const pages = requests().filter((request) => request !== scroll);
		expect(pages).toHaveLength(1 + 3);
	});
});

describe('Company', () => {
	it.each<[string, Record<string, unknown>]>([
		['its own ID', { searchBy: 'company_id', company_id: 'acme' }],
		['name', { searchBy: 'name', name: 'Acme' }],
		['tag', { searchBy: 'tag_id', tag_id: byId('7001') }],
	])('is found by %s', async (_, parameters) => {
		await does('tag', 'tagCompany', { company_id: byId(ACME), tag_name: byId('VIP', 'name') });
		expect(await does('company', 'search', parameters as never)).toMatchObject([{ id: ACME, name: 'Acme' }]);
	});

	it('is updated, gets contacts, loses them and goes', async () => {
		const on = { company_id: byId('globex', 'companyId') };
		expect(
			await does('company', 'update', {
				...on,
				attributes: mapped({ monthly_spend: 155.98, industry: 'Games' }),
			}),
		).toMatchObject([{ monthly_spend: 155, industry: 'Games' }]);
		await does('company', 'attachContact', { contact_id: byId(GRACE), ...on });
		const people = async () =>
			(await does('company', 'getContacts', on)).map(({ external_id }) => external_id);
		expect((await people()).sort()).toEqual(['1', '42']);
		await does('company', 'detachContact', { contact_id: byId(GRACE), ...on });
		expect(await people()).toEqual(['42']);
		expect(await does('contact', 'getCompanies', { contact_id: byId(GRACE) })).toMatchObject([{ id: ACME }]);
		expect(await does('company', 'delete', on)).toMatchObject([{ deleted: true }]);
	});
});

describe('Contact', () => {
	/** With 12 tags and notes, and a company. */
	async function crowded() {
		const workspace = intercom().workspace({ silent: true });
		const contact = contactActs.createContact(workspace, { external_id: 'crowded' });
		const numbers = Array.from({ length: 12 }, (_, n) => n);
		for (const n of numbers) {
			const tag = { id: `t${n}`, name: `Tag ${n}` };
			workspace.tags.set(tag.id, tag);
			contactActs.tagContact(workspace, contact, tag);
		}
		await does('note', 'createOnContact', { contact_id: byId(contact.id), body: '={{ $json.n }}' }, [
			...numbers.map((n) => ({ n: `Note ${n}` })),
		]);
		contact.companies.push(ACME);
		forget();
		return contact.id;
	}
	type Lists = Record<string, { data: Array<{ id: string; type: string; url: string }>; has_more: boolean }>;

	it('is given with lists cut off at 10, or with complete ones', async () => {
		const contact_id = byId(await crowded());
		const get = async (completeLists: boolean) =>
			(await does('contact', 'get', { contact_id, completeLists, simplify: false }))[0] as unknown as Lists;
		const cut = await get(false);
		expect([cut.tags.data.length, cut.notes.data.length, cut.companies.data.length]).toEqual([10, 10, 1]);
		expect(requests()).toHaveLength(1);

		forget();
		const whole = await get(true);
		expect(whole.tags.data.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, n) => `t${n}`));
		expect(whole.tags.data[0]).toEqual(cut.tags.data[0]);
		expect(whole.notes.data).toHaveLength(12);
		expect(new Set(whole.notes.data.map(({ id }) => id)).size).toBe(12);
		expect(whole.tags.has_more || whole.notes.has_more).toBe(false);
		expect(whole.companies).toEqual(cut.companies);
		// the list that was whole is not asked for
		expect(requests()).toHaveLength(3);
	});

	it('has notes that can be listed and read', async () => {
		const contact_id = byId(await crowded());
		const notes = await does('note', 'getAllOfContact', { contact_id, returnAll: true });
		expect(notes).toHaveLength(12);
		expect(await does('note', 'get', { note_id: notes[0].id as string })).toEqual([notes[0]]);
	});

	it('that is a lead is merged into a user', async () => {
		const [lead] = await does('contact', 'create', { role: 'lead', email: 'x@example.com' });
		const parameters = { from: byId(String(lead.id)), into: byId('1', 'externalId') };
		expect(await does('contact', 'merge', parameters)).toMatchObject([{ id: GRACE }]);
		await expect(does('contact', 'get', { contact_id: parameters.from })).rejects.toThrow();
	});

	it('is read by external ID, and blocked', async () => {
		expect(await does('contact', 'getByExternalId', { external_id: '42' })).toMatchObject([
			{ external_id: '42' },
		]);
		expect(await does('contact', 'block', { contact_id: byId(GRACE) })).toMatchObject([
			{ id: GRACE, blocked: true },
		]);
	});
});

describe('Data Event', () => {
	it('is recorded once though the first answer was lost, now unless it says when, and listed', async () => {
		await fault({ match: 'POST /events', times: 1, reset: true, recordFirst: true });
		await does('dataEvent', 'create', {
			event_name: 'ordered',
			identifyBy: 'user_id',
			user_id: '42',
			additionalFields: {
				metadata: { assignments: [{ id: '1', name: 'total', value: 12.5, type: 'number' }] },
			},
		});
		const events = await does('dataEvent', 'getAll', {
			identifyBy: 'email',
			email: 'alan@example.com',
			returnAll: true,
		});
		expect(events).toMatchObject([{ event_name: 'ordered', metadata: { total: 12.5 } }]);
		expect(Math.abs(Number(events[0].created_at) - Date.now() / 1000)).toBeLessThan(60);
		expect(
			await does('dataEvent', 'getAll', {
				identifyBy: 'id',
				contact_id: byId('42', 'externalId'),
				summary: true,
			}),
		).toMatchObject([{ name: 'ordered', count: 1 }]);
	});

	it('with more metadata than Intercom keeps is refused before it is sent', async () => {
		const assignments = Array.from({ length: 11 }, (_, n) => ({
			id: `${n}`,
			name: `k${n}`,
			value: 'x',
			type: 'string',
		}));
		await expect(
			does('dataEvent', 'create', {
				event_name: 'ordered',
				identifyBy: 'user_id',
				user_id: '42',
				additionalFields: { metadata: { assignments } },
			}),
		).rejects.toThrow('The event has 11 metadata values, and Intercom keeps 10');
		expect(requests()).toEqual([]);
	});
});
