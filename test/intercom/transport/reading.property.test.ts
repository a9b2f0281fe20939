import fc from 'fast-check';
import { execute } from '../../engine';
import { companyActs, contactActs, startIntercom, type IntercomSimulator } from '../../simulators/intercom';

jest.setTimeout(120_000);

/**
 * Return All while others write: pages of any size, and between them contacts and companies that come, change and go.
 * What nobody touches is in the result once, and nothing is there twice.
 */

let intercom: IntercomSimulator;
let onRequest = () => {};
beforeAll(async () => {
	intercom = await startIntercom();
	const { requests } = intercom;
	requests.push = (...recorded) => {
		onRequest();
		return Array.prototype.push.apply(requests, recorded);
	};
});
afterAll(async () => await intercom.close());

const body = { query: { field: 'role', operator: '=', value: 'user' } };
const call = { result: 'list', listKey: 'data', returnAll: true, method: 'GET' };

/** The cursor in the query, the cursor in the body, and numbered pages. */
const styles: Record<'cursor' | 'search' | 'numbers', (size: number) => object> = {
	cursor: (size) => ({ ...call, path: '/contacts', specifyQuery: 'json', queryJson: `{"per_page":${size}}` }),
	search: (size) => ({
		...call,
		method: 'POST',
		path: '/contacts/search',
		specifyBody: 'json',
		bodyJson: JSON.stringify({ ...body, pagination: { per_page: size } }),
	}),
	numbers: (size) => ({
		...call,
		path: '/companies',
		specifyQuery: 'json',
		queryJson: `{"per_page":${size}}`,
	}),
};

type Write = 'create' | 'change' | 'remove';

const wanted = fc.record({
	style: fc.constantFrom(...(Object.keys(styles) as Array<keyof typeof styles>)),
	size: fc.integer({ min: 1, max: 7 }),
	count: fc.integer({ min: 0, max: 25 }),
	writes: fc.array(fc.constantFrom<Write>('create', 'change', 'remove'), { maxLength: 12 }),
});

it('loses nothing that was left alone, gives nothing twice, and ends', async () => {
	let interleaved = 0;
	await fc.assert(
		fc.asyncProperty(wanted, async ({ style, size, count, writes }) => {
			intercom.reset();
			const workspace = intercom.workspace({ silent: true });
			const isCompany = style === 'numbers';
			const person = (name: string) =>
				contactActs.createContact(workspace, { role: 'user', email: `${name}@example.com` });
			const make = (name: string): string => {
				if (!isCompany) return person(name).id;
				const company = companyActs.createCompany(workspace, { company_id: name, name });
				// lists leave out companies without a contact
				contactActs.attachCompany(workspace, person(name), company);
				return company.id;
			};
			const made = Array.from({ length: count }, (_, index) => make(`kept-${index}`));
			const touched = new Set<string>();
			const left = [...writes];
			let asked = 0;

			const write = (kind: Write, index: number): void => {
				// numbered pages can move on only: what is taken out before them draws others past the reader
				if (kind === 'create' || isCompany) return void make(`new-${asked}-${index}`);
				const id = made[index % Math.max(made.length, 1)];
				const contact = workspace.contacts.get(id);
				if (!contact) return;
				touched.add(id);
				if (kind === 'change') contactActs.changeContact(workspace, contact, { name: `changed ${index}` });
				else contactActs.deleteContact(workspace, contact);
			};
			// a write or two before each page is answered
			onRequest = () => {
				asked++;
				for (const kind of left.splice(0, 2)) write(kind, left.length);
			};
			const { items, error } = await execute('intercomPlus', {
				parameters: { resource: 'customCall', operation: 'send', ...styles[style](size) } as never,
				credentials: {
					intercomAccessTokenApi: {
						region: 'custom',
						baseUrl: intercom.url,
						accessToken: 'sim-intercom-token',
					} as never,
				},
			}).finally(() => (onRequest = () => {}));
			expect(error).toBeUndefined();
			const ids = items.map(({ json }) => String(json.id));
			expect(new Set(ids).size).toBe(ids.length);
			expect(made.filter((id) => !touched.has(id) && !ids.includes(id))).toEqual([]);
			if (writes.length > left.length && asked > 1) interleaved++;
		}),
		{ numRuns: 60 },
	);
	// writes did come in between pages
	expect(interleaved).toBeGreaterThan(5);
});
