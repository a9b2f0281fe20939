import type { IDataObject, INode } from 'n8n-workflow';
import { startWorld, type World } from './n8n';

/** A person connects an Intercom app by consent, the simulator standing in for Intercom, and runs a workflow with it. */
describe('Intercom OAuth2 API in a real n8n', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(async () => {
		await world?.stop();
	});

	it('connects by consent and then works', async () => {
		const { client, intercom } = world;
		const draft = {
			name: 'By consent',
			type: 'intercomOAuth2Api',
			data: {
				region: 'custom',
				baseUrl: intercom.url,
				clientId: 'sim-client-id',
				clientSecret: 'sim-client-secret',
			},
		};
		const id = await client.saveCredential(draft);
		const consent = await client.call<string>('GET', `/oauth2-credential/auth?id=${id}`);
		expect(consent.startsWith(`${intercom.url}/oauth?`)).toBe(true);

		const agreed = await fetch(consent, { redirect: 'manual' });
		const callback = new URL(agreed.headers.get('location') ?? '');
		expect(callback.searchParams.get('code')).toMatch(/=$/);
		const page = await client.page(`${callback.pathname}${callback.search}`);
		expect(page).not.toMatch(/error/i);

		const trigger: INode = {
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const me: INode = {
			id: 'me',
			name: 'Me',
			type: 'n8n-nodes-intercom-absmartly.intercom',
			typeVersion: 1,
			position: [200, 0],
			parameters: { authentication: 'oAuth2', resource: 'admin', operation: 'me' },
			credentials: { intercomOAuth2Api: { id, name: draft.name } },
		};
		const workflow = await world.createWorkflow({
			name: 'Who am I',
			nodes: [trigger, me],
			connections: { Start: { main: [[{ node: 'Me', type: 'main', index: 0 }]] } },
		});
		await client.run(workflow.id, 'Start');
		const [{ id: execution, status }] = await client.finishedExecutions(workflow.id);
		expect(status).toBe('success');
		const { data } = await client.execution(execution);
		const item = data.resultData.runData.Me[0].data?.main[0]?.[0].json as IDataObject;
		expect(item).toMatchObject({ type: 'admin', app: { id_code: 'abc123de' } });
		const { headers } = intercom.requests.filter(({ path }) => path === '/me').at(-1)!;
		expect(headers.authorization).not.toBe('Bearer sim-intercom-token');
	});
});
