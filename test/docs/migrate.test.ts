import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { onSimulator } from '../intercom/world/running';
import { misfits, type Saved } from '../saved';
import { oldNodes } from './oldNodes';

/** The script of docs/migrate.md, on workflows that use n8n's own Intercom node in every way. */

const script = resolve(__dirname, '../../docs/migrate/rewrite.mjs');
const { run, intercom } = onSimulator();

const nodeOf = (name: string, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type: 'n8n-nodes-base.intercom',
	typeVersion: 1,
	position: [0, 0],
	parameters,
	credentials: { intercomApi: { id: '1', name: 'Intercom' } },
	onError: 'continueRegularOutput',
});

const old: Saved = {
	name: 'Old',
	nodes: [
		...Object.entries(oldNodes).map(([name, parameters]) => nodeOf(name, parameters)),
		{ ...nodeOf('Wait', { amount: 1 }), type: 'n8n-nodes-base.wait' },
	],
	connections: { 'user create': { main: [[{ node: 'Wait', type: 'main', index: 0 }]] } },
};

/** What `node rewrite.mjs` writes. */
function rewritten(workflow: unknown) {
	const folder = mkdtempSync(join(tmpdir(), 'migrate-'));
	try {
		const file = join(folder, 'workflow.json');
		writeFileSync(file, JSON.stringify(workflow));
		const { stdout, stderr, status } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
		expect(status).toBe(0);
		return { workflow: JSON.parse(stdout) as Saved, notes: stderr };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const { workflow, notes } = rewritten(old);
const parametersOf = (name: string) => workflow.nodes.find((node) => node.name === name)?.parameters ?? {};

it('gives what n8n can import', () => {
	expect(workflow.nodes.map(({ type }) => type)).toEqual([
		...Object.keys(oldNodes).map(() => 'n8n-nodes-intercom-absmartly.intercomPlus'),
		'n8n-nodes-base.wait',
	]);
	expect(misfits(workflow)).toEqual([]);
});

it('leaves all else as it was, but for the credential', () => {
	const { credentials, parameters, type, ...others } = old.nodes[0];
	void [credentials, parameters, type];
	expect(workflow.nodes[0]).toEqual({ ...others, type: expect.any(String), parameters: expect.any(Object) });
	expect(workflow.connections).toEqual(old.connections);
	expect(workflow.nodes.at(-1)).toEqual(old.nodes.at(-1));
});

it('takes a list of workflows, as n8n exports them', () => {
	expect(rewritten([old, old]).workflow).toEqual([workflow, workflow]);
});

it.each(Object.keys(oldNodes))('%s runs', async (name) => {
	const { resource, operation, ...parameters } = parametersOf(name);
	const { error } = await run(String(resource), String(operation), parameters, [{ plan: 'pro' }]);
	expect(error?.message).toBeUndefined();
});

const bodies = () => intercom().requests.map(({ body }) => JSON.parse(body || '{}') as IDataObject);

async function sent(name: string) {
	intercom().requests.length = 0;
	const { resource, operation, ...parameters } = parametersOf(name);
	const { items } = await run(String(resource), String(operation), parameters, [{ plan: 'pro' }]);
	const last = intercom().requests.at(-1);
	return {
		request: `${last?.method} ${last?.path}`,
		body: bodies().at(-1),
		items: items.map(({ json }) => json),
	};
}

it('sends what the old node was told', async () => {
	expect((await sent('lead create')).body).toEqual({
		role: 'lead',
		email: 'new@example.com',
		name: 'Nora',
		phone: '+41791234567',
		unsubscribed_from_emails: true,
		custom_attributes: { plan: 'free' },
	});
	expect(await sent('lead update')).toMatchObject({
		request: 'PUT /contacts/6961000000000000000000a3',
		body: { name: 'Visitor', email: 'visitor2@example.com', custom_attributes: { seats: 3 } },
	});
	expect((await sent('user create')).body).toEqual({
		role: 'user',
		external_id: '77',
		name: 'Una',
		avatar: 'https://example.com/una.png',
		custom_attributes: { plan: 'pro' },
	});
	expect((await sent('user create by email')).body).toEqual({
		role: 'user',
		email: 'una@example.com',
		custom_attributes: { plan: 'pro' },
	});
	expect((await sent('company create')).body).toEqual({
		company_id: 'initech',
		name: 'Initech',
		monthly_spend: 40,
		size: 7,
		plan: 'pro',
		website: 'https://initech.example',
		custom_attributes: { segment: 'smb' },
	});
	expect((await sent('user delete')).request).toBe('POST /contacts/6961000000000000000000a2/archive');
});

it('finds what the old node was to find', async () => {
	const found = async (name: string) => (await sent(name)).items.map(({ name: own }) => own);
	expect(await found('lead get by email')).toEqual(['Curious Visitor']);
	expect(await found('lead getAll whole')).toEqual(['Curious Visitor']);
	expect(await found('user get by user ID')).toEqual(['Grace Hopper']);
	expect(await found('user getAll')).toEqual(['Grace Hopper']);
	expect(await found('user getAll of a company')).toEqual(['Grace Hopper']);
	expect(await found('company get by company ID')).toEqual(['Acme']);
	expect(await found('company get by name')).toEqual(['Acme']);
	expect(await found('company users by company ID')).toEqual(['Alan Turing']);
	expect(await found('company getAll')).toHaveLength(1);
});

it('says what a person must look at', () => {
	for (const name of ['lead create with what is gone', 'lead get by user ID', 'user delete', 'user create'])
		expect(notes).toContain(`Look at “${name}”`);
	expect(notes).not.toContain('Look at “lead create”');
});

it('says how it is used', () => {
	const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
	expect([status, stderr]).toEqual([1, expect.stringContaining('node rewrite.mjs workflow.json')]);
});
