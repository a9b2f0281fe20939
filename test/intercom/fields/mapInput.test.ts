import { onSimulator, byId } from '../world/running';

/** Map Input Automatically: an operation's fields filled from the input item, by their names. */
const { does, run, intercom } = onSimulator();

/** What was sent since the start or `requests.length = 0`. */
const bodies = () => intercom().requests.map(({ body }) => JSON.parse(body) as unknown);

const mapping = { requestOptions: { mapInput: true } };

it('sends what the item has under the names of the fields, in the types of the fields', async () => {
	const person = { email: 'mary@example.com', external_id: 4711, name: 'Ada', role: 'lead', plan: 'pro' };
	await does('contact', 'create', mapping, [person]);
	await does('contact', 'create', mapping, [{ email: 'zoe@example.com' }]);
	expect(bodies()).toEqual([
		{ email: 'mary@example.com', external_id: '4711', name: 'Ada', role: 'lead' },
		{ email: 'zoe@example.com', role: 'user' },
	]);
});

it('leaves to the fields what the item has not, or blank, and never clears by a blank', async () => {
	const [{ id }] = await does('contact', 'create', { email: 'ada@example.com' });
	intercom().requests.length = 0;
	const parameters = {
		...mapping,
		contact_id: byId(String(id)),
		additionalFields: { phone: '+41791234567', name: 'Ada' },
	};
	await does('contact', 'update', parameters, [{ name: '', phone: null, email: ' ' }]);
	expect(bodies()).toEqual([{ name: 'Ada', phone: '+41791234567' }]);
});

it('says what does not fit, and sends nothing', async () => {
	const parameters = { ...mapping, company_id: 'acme' };
	const { error } = await run('company', 'upsert', parameters, [{ company_id: 'beta', size: 'many' }]);
	expect(error?.message).toContain("'size' expects a number");
	expect(intercom().requests).toEqual([]);
});

it.each([
	['contact', 'create', { email: 'ada@example.com', avatar: { type: 'avatar' } }, 'an object', 'one value'],
	['company', 'upsert', { company_id: 'beta', name: ['Beta'] }, 'a list', 'one value'],
	['contact', 'create', { email: 'ada@example.com', role: 'admin' }, "'admin'", 'lead, user'],
])('says what Intercom’s fields cannot hold: %s %s %j', async (resource, operation, item, what, takes) => {
	const { error } = await run(resource, operation, { ...mapping, company_id: 'acme' }, [item]);
	expect(error?.message).toBe(
		`'${Object.keys(item)[1]}' of the item is ${what}, but this field takes ${takes}`,
	);
	expect(intercom().requests).toEqual([]);
});

it('never takes the ID of an item for that of a tag to rename', async () => {
	await does('tag', 'upsert', { ...mapping, name: 'x' }, [{ id: 17, name: 'VIP' }]);
	expect(bodies()).toEqual([{ name: 'VIP' }]);
});

it('takes nothing for a field that does not show', async () => {
	await does('contact', 'create', { email: 'ada@example.com' });
	intercom().requests.length = 0;
	const parameters = { ...mapping, event_name: 'paid', identifyBy: 'email', email: 'ada@example.com' };
	await does('dataEvent', 'create', parameters, [{ created_at: 1772012000, user_id: ['42'] }]);
	expect(bodies()).toEqual([{ event_name: 'paid', email: 'ada@example.com', created_at: 1772012000 }]);
});

it('names the tag of each item where all are tagged at once', async () => {
	const [{ id }] = await does('contact', 'create', { email: 'ada@example.com' });
	intercom().requests.length = 0;
	const parameters = { ...mapping, contact_id: byId(String(id)), tag_name: byId('VIP', 'name') };
	await does('tag', 'tagMany', parameters, [{ tag_name: 'Gold' }]);
	expect(bodies()).toEqual([{ name: 'Gold', users: [{ id }] }]);
});

it('takes nothing from the item unless it is switched on', async () => {
	await does('contact', 'create', { email: 'ada@example.com' }, [{ name: 'Ada' }]);
	expect(bodies()).toEqual([{ email: 'ada@example.com', role: 'user' }]);
});
