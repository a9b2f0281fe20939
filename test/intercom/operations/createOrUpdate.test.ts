import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONCURRENCY } from '../../../nodes/Intercom/transport/send';
import { byId, mapped, onSimulator } from '../world/running';

/** Contact → Create or Update, and the upserts that Intercom has itself. */

const { does, run, requests, forget, intercom, fault } = onSimulator();

const upsert = async (parameters: INodeParameters, items?: IDataObject[]) =>
	await does('contact', 'upsert', parameters, items);
const contacts = () => [...intercom().workspace().contacts.values()];
const lagging = () => Object.assign(intercom().settings, { searchLagMs: 120_000 });

const ADA: INodeParameters = {
	external_id: '99',
	email: 'ada@example.com',
	attributes: mapped({
		name: 'Ada',
		phone: '+41791234567',
		avatar: 'https://example.com/ada.png',
		signed_up_at: '2026-01-10T08:00:00Z',
		unsubscribed_from_emails: true,
		mrr: 12.5,
	}),
	additionalFields: { owner_id: byId('9600001') },
};

describe('Contact: Create or Update', () => {
	it('costs a new contact one request', async () => {
		const plain = { ...ADA, attributes: mapped({ name: 'Ada', phone: '+41791234567' }) };
		expect(await upsert(plain)).toMatchObject([{ external_id: '99', outcome: 'created' }]);
		expect(requests()).toEqual(['POST /contacts']);
	});

	it('takes two phones without digits for two people, and searches for neither by a blank', async () => {
		const items = [{ phone: 'n/a' }, { phone: 'unknown' }, { phone: 'n/a' }];
		const made = await upsert({ role: 'lead', attributes: mapped({ phone: '={{ $json.phone }}' }) }, items);
		expect(made.map(({ outcome }) => outcome)).toEqual([
			'created',
			'created',
			expect.stringMatching(/^(unchanged|updated)$/),
		]);
		expect(made[2].id).toBe(made[0].id);
		expect(made[1].id).not.toBe(made[0].id);
		const searches = intercom().requests.filter(({ path }) => path === '/contacts/search');
		for (const { body } of searches) expect(body).not.toMatch(/"\+?"/);
	});

	it('never changes a contact that has no ID', async () => {
		await fault({ match: 'POST /contacts/search', status: 200, body: { data: [{ role: 'user' }] } });
		await upsert({ attributes: mapped({ phone: '+41790000001' }) });
		expect(requests().filter((request) => request.includes('undefined'))).toEqual([]);
	});

	it('sends nothing to a contact that has all the values, and says so', async () => {
		const [{ id }] = await upsert(ADA);
		forget();
		expect(await upsert(ADA)).toMatchObject([{ id, name: 'Ada', outcome: 'unchanged' }]);
		expect(requests().slice(1)).toEqual(['POST /contacts', `GET /contacts/${String(id)}`]);
	});

	it.each<[string, INodeParameters]>([
		['a text', { attributes: mapped({ name: 'Ada L.' }) }],
		['a time', { attributes: mapped({ signed_up_at: '2026-01-10T08:00:01Z' }) }],
		['a yes or no', { attributes: mapped({ unsubscribed_from_emails: false }) }],
		['the avatar', { attributes: mapped({ avatar: 'https://example.com/b.png' }) }],
		['a custom attribute', { attributes: mapped({ mrr: 13 }) }],
		['the owner', { additionalFields: { owner_id: byId('9600002') } }],
	])('updates when %s differs', async (_, changed) => {
		await upsert(ADA);
		expect(await upsert({ external_id: '99', ...changed })).toMatchObject([{ outcome: 'updated' }]);
		expect(requests().at(-1)).toMatch(/^PUT /);
	});

	it('knows the contact by what Additional Body says, too', async () => {
		const [{ id }] = await upsert({ external_id: '99' });
		const requestOptions = { additionalBody: '{"external_id": "99", "name": "Ada"}' };
		expect(await upsert({ requestOptions })).toMatchObject([{ id, name: 'Ada', outcome: 'updated' }]);
	});

	it('takes an external ID that is a number for the same as its digits', async () => {
		await upsert({ external_id: '99' });
		const [again] = await upsert({ external_id: '={{ $json.id }}' }, [{ id: 99 }]);
		expect(again.outcome).toBe('unchanged');
	});

	it('looks first, once the run has met a contact that exists: one request for each that is unchanged', async () => {
		const items = Array.from({ length: 150 }, (_, n) => ({ id: `p${n}` }));
		await upsert({ external_id: '={{ $json.id }}' }, items);
		forget();
		const outcomes = await upsert({ external_id: '={{ $json.id }}' }, items);
		expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
		const posts = requests().filter((request) => request === 'POST /contacts');
		// those that were under way at once when the first answer came
		expect(posts.length).toBeLessThanOrEqual(CONCURRENCY);
		expect(requests()).toHaveLength(150 + posts.length);
	});

	it('keeps the role of a user, and makes a user of a lead', async () => {
		await upsert({ role: 'user', external_id: '5' });
		expect(await upsert({ role: 'lead', external_id: '5', attributes: mapped({ name: 'X' }) })).toMatchObject(
			[{ role: 'user', name: 'X', outcome: 'updated' }],
		);
		await upsert({ role: 'lead', external_id: '6' });
		expect(await upsert({ role: 'user', external_id: '6' })).toMatchObject([
			{ role: 'user', outcome: 'updated' },
		]);
	});

	it('matches a user by e-mail at once, however far the search is behind', async () => {
		lagging();
		const [{ id }] = await upsert({ email: 'new@example.com' });
		expect(await upsert({ email: 'new@example.com', external_id: '7' })).toMatchObject([
			{ id, external_id: '7', outcome: 'updated' },
		]);
	});

	it.each<[string, INodeParameters]>([
		['a lead by e-mail', { role: 'lead', email: 'lead@example.com' }],
		['anybody by phone', { role: 'user', attributes: mapped({ phone: '+41790000001' }) }],
	])('finds %s by search', async (_, parameters) => {
		const [{ id }] = await upsert(parameters);
		expect(await upsert(parameters)).toMatchObject([{ id, outcome: 'updated' }]);
		expect(requests().at(-2)).toBe('POST /contacts/search');
	});

	it('takes the user for whom a lead is asked for', async () => {
		await does('contact', 'create', { role: 'lead', email: 'alan@example.com' });
		expect(await upsert({ role: 'lead', email: 'alan@example.com' })).toMatchObject([
			{ external_id: '42', role: 'user', outcome: 'updated' },
		]);
	});

	it('guesses none of several leads', async () => {
		for (const name of ['A', 'B'])
			await does('contact', 'create', {
				role: 'lead',
				email: 'twin@example.com',
				attributes: mapped({ name }),
			});
		await expect(upsert({ role: 'lead', email: 'twin@example.com' })).rejects.toMatchObject({
			message: "2 contacts have the email 'twin@example.com'",
			description: expect.stringContaining('merge them'),
		});
	});

	it.each<[string, INodeParameters]>([
		['external ID', { external_id: '={{ $json.who }}' }],
		['e-mail of users', { email: '={{ $json.who }}@example.com' }],
		['e-mail of leads', { role: 'lead', email: '={{ $json.who }}@example.com' }],
		['phone', { attributes: mapped({ phone: '={{ "+4179" + $json.who }}' }) }],
	])('makes 50 contacts of 200 items about 50 people, by %s, while the search lags', async (_, identity) => {
		lagging();
		const before = contacts().length;
		const items = Array.from({ length: 200 }, (_, n) => ({ who: `0000${n % 50}`, n }));
		const results = await upsert(identity, items);
		expect(contacts()).toHaveLength(before + 50);
		expect(new Set(results.map(({ id }) => id)).size).toBe(50);
		expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(50);
	});

	it('leaves what the last item about somebody said', async () => {
		const items = Array.from({ length: 40 }, (_, n) => ({ who: n % 4, n }));
		await upsert(
			{ external_id: '={{ "w" + $json.who }}', attributes: mapped({ name: '={{ "n" + $json.n }}' }) },
			items,
		);
		const names = contacts().filter(({ external_id }) => external_id?.startsWith('w'));
		expect(names.map(({ name }) => name).sort()).toEqual(['n36', 'n37', 'n38', 'n39']);
	});

	it('makes 50 contacts in 4 runs at once about the same 50 people, while the search lags', async () => {
		lagging();
		const before = contacts().length;
		const items = Array.from({ length: 50 }, (_, n) => ({ who: `p${n}` }));
		const identity = { external_id: '={{ $json.who }}', email: '={{ $json.who }}@example.com' };
		const runs = await Promise.all(Array.from({ length: 4 }, async () => await upsert(identity, items)));
		expect(contacts()).toHaveLength(before + 50);
		expect(runs.flat().filter(({ outcome }) => outcome === 'created')).toHaveLength(50);
	});

	it('does the next item about somebody although the one before failed', async () => {
		await fault({ match: 'POST /contacts', times: 1, status: 422, body: '{}' });
		const { items } = await run('contact', 'upsert', { external_id: '99' }, [{}]);
		expect(items).toEqual([]);
		expect(await upsert({ external_id: '99' })).toMatchObject([{ outcome: 'created' }]);
	});

	it('leaves an archived one alone for every item about it, where skipping was chosen', async () => {
		const [{ id }] = await upsert({ external_id: '99' });
		await does('contact', 'archive', { contact_id: byId(String(id)) });
		const skipped = { id, type: 'contact', archived: true, outcome: 'skipped' };
		const skipping = { external_id: '99', additionalFields: { archived: 'skip' }, simplify: false };
		expect(await upsert(skipping, [{}, {}])).toEqual([skipped, skipped]);
	});
});

describe('Company: Create or Update', () => {
	it('is Intercom’s own, and asked again after a lost answer', async () => {
		const fields = { company_id: 'new-1', name: 'New', attributes: mapped({ size: 12, plan: 'gold' }) };
		await fault({ match: 'POST /companies', times: 1, reset: true, recordFirst: true });
		const [{ id }] = await does('company', 'upsert', fields);
		expect(await does('company', 'upsert', { ...fields, name: 'Newer' })).toMatchObject([
			{ id, name: 'Newer', size: 12 },
		]);
		expect(requests()).toEqual(Array(3).fill('POST /companies'));
	});
});
