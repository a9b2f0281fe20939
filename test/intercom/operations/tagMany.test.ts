import { contactActs } from '../../simulators/intercom';
import { ALAN, bodyOf, byId, does, intercom, requests, runs, sim } from '../world/world';

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({
		id: contactActs.createContact(intercom.workspace({ silent: true }), { email: `p${index}@example.com` })
			.id,
	}));
const ofItem = byId('={{ $json.id }}');
const vip = byId('VIP', 'name');
const everyone = { tagged: 'users', contact_id: ofItem, tag_name: vip };
const tagsOf = (id: string) =>
	intercom
		.workspace()
		.contacts.get(id)
		?.tags.map((tag) => intercom.workspace().tags.get(tag.id)?.name);

it('120 items are 3 requests, and every output is paired with its item', async () => {
	const items = people(120);
	const { items: outputs, error } = await runs('tag', 'tagMany', everyone, { items });
	expect(error).toBeUndefined();
	expect(requests()).toEqual(['POST /tags', 'POST /tags', 'POST /tags']);
	expect([0, 1, 2].map((index) => (bodyOf(index).users as unknown[]).length).sort()).toEqual([20, 50, 50]);
	expect(outputs.map(({ json, pairedItem }) => [json.contact_id, json.tagged, pairedItem])).toEqual(
		items.map(({ id }, item) => [id, true, { item }]),
	);
	expect(outputs[0].json).toMatchObject({ type: 'tag', name: 'VIP' });
	expect(items.filter(({ id }) => !tagsOf(id)?.includes('VIP'))).toEqual([]);
	expect([...intercom.workspace().tags.values()].filter(({ name }) => name === 'VIP')).toHaveLength(1);

	await does('tag', 'untagMany', everyone, { items });
	expect(items.filter(({ id }) => tagsOf(id)?.includes('VIP'))).toEqual([]);
});

it('an unknown ID fails its own item only, under Continue On Fail', async () => {
	const items = people(120);
	items[60] = { id: '6961000000000000000000ff' };
	const { items: outputs, error } = await runs('tag', 'tagMany', everyone, {
		items,
		onError: 'continueRegularOutput',
	});
	expect(error).toBeUndefined();
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	const failures = outputs.flatMap(({ json }, item) => (json.error ? [item] : []));
	expect(failures).toEqual([60]);
	expect(outputs[60].json.error).toBe('Intercom refused this: User Not Found');
	expect(items.filter(({ id }) => !tagsOf(id)?.includes('VIP'))).toEqual([items[60]]);
	// 3 requests, and the 50 items of the refused one by one
	expect(requests()).toHaveLength(53);
});

it('without Continue On Fail the run ends with the item that was refused', async () => {
	const items = [...people(1), { id: '6961000000000000000000ff' }];
	const { error } = await runs('tag', 'tagMany', everyone, { items });
	expect(error).toMatchObject({
		message: 'Intercom refused this: User Not Found',
		context: { itemIndex: 1 },
	});
});

it('what is refused for who asks is not tried again one by one', async () => {
	await sim('faults', [{ match: 'POST /tags', times: 1, status: 403, body: '{}' }]);
	await expect(does('tag', 'tagMany', everyone, { items: people(3) })).rejects.toThrow();
	expect(requests()).toEqual(['POST /tags']);
});

it('a run that is cancelled sends nothing more', async () => {
	const items = people(120);
	await sim('settings', { latencyMs: 200 }, 'PUT');
	await runs('tag', 'tagMany', everyone, { items, cancelWhen: () => requests().length > 0 });
	await new Promise((resolve) => setTimeout(resolve, 500));
	expect(requests()).toEqual(['POST /tags']);
});

it('an item that names nobody is left out and told apart', async () => {
	const [someone] = people(1);
	const { items: outputs } = await runs('tag', 'tagMany', everyone, {
		items: [{ id: '' }, someone],
		onError: 'continueRegularOutput',
	});
	expect(outputs.map(({ json }) => json.error ?? json.tagged)).toEqual(["'Contact' is empty", true]);
	expect(bodyOf(0)).toEqual({ name: 'VIP', users: [{ id: someone.id }] });
});

it('different tags are different requests, and one e-mail is looked up once', async () => {
	const items = [{ tag: 'A' }, { tag: 'B' }, { tag: 'A' }];
	await does(
		'tag',
		'tagMany',
		{
			tagged: 'users',
			contact_id: byId('alan@example.com', 'email'),
			tag_name: byId('={{ $json.tag }}', 'name'),
		},
		{ items },
	);
	expect(requests()).toEqual(['POST /contacts/search', 'POST /tags', 'POST /tags']);
	expect(tagsOf(ALAN)).toEqual(expect.arrayContaining(['A', 'B']));
});

it('companies are tagged and untagged, and from 2.16 on an unknown one is told by its item', async () => {
	const companies = { tagged: 'companies', company_id: ofItem, tag_name: vip };
	const items = [{ id: '6962000000000000000000c1' }, { id: 'nothing' }];
	const outputs = await does('tag', 'tagMany', companies, { items, version: '2.16' });
	expect(outputs).toMatchObject([
		{ name: 'VIP', company_id: '6962000000000000000000c1', tagged: true },
		{ name: 'VIP', company_id: 'nothing', tagged: false },
	]);
	const [untagged] = await does('tag', 'untagMany', companies, { items: items.slice(0, 1) });
	expect(untagged).toMatchObject({ tagged: false });
	expect(bodyOf(-1)).toEqual({ name: 'VIP', companies: [{ id: '6962000000000000000000c1', untag: true }] });
	expect(intercom.workspace().companies.get('6962000000000000000000c1')?.tags).toEqual([]);
});
