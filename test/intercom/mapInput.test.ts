import { onSimulator, byId } from './running';

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

it('takes nothing from the item unless it is switched on', async () => {
	await does('contact', 'create', { email: 'ada@example.com' }, [{ name: 'Ada' }]);
	expect(bodies()).toEqual([{ email: 'ada@example.com', role: 'user' }]);
});
