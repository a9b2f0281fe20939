import Fastify from 'fastify';
import { acts } from './absmartly/console/acts';
import type { Console } from './absmartly/console/context';
import { registerRights } from './absmartly/console/rights';
import { absmartly, ask, control, fullAdmin, register } from './absmartly/driver';

const [contributor, viewer, baseUser] = ['contributor', 'viewer', 'base-user'].map(
	(role) => `${fullAdmin}-${role}`,
);

const webhook = { name: 'a', url: 'http://127.0.0.1:1/a' };

it.each<[method: string, path: string, body: object | undefined, allowed: string[]]>([
	['GET', '/v1/applications', undefined, [contributor, viewer, baseUser]],
	['GET', '/auth/current-user', undefined, [contributor, viewer, baseUser]],
	['GET', '/v1/webhooks', undefined, [contributor, viewer, baseUser]],
	['GET', '/v1/webhook_events', undefined, [contributor, viewer, baseUser]],
	['GET', '/v1/goals', undefined, [contributor, viewer]],
	['POST', '/v1/goals', { name: 'g' }, [contributor]],
	['GET', '/v1/experiments', undefined, [contributor, viewer]],
	['GET', '/v1/experiments/1', undefined, [contributor, viewer]],
	['GET', '/v1/experiments/1/activity', undefined, [contributor, viewer]],
	['POST', '/v1/experiments/1/activity', { note: 'a' }, [contributor, viewer]],
	['POST', '/v1/experiments/1/metrics/main', { filters: {} }, [contributor, viewer]],
	['PUT', '/v1/experiments/1/stop', { reason: 'testing' }, [contributor]],
	['PUT', '/v1/experiments/1/full_on', { full_on_variant: 1 }, [contributor]],
	['POST', '/v1/webhooks', webhook, []],
	['PUT', '/v1/webhooks/1', { data: { name: 'b' } }, []],
	['DELETE', '/v1/webhooks/1', undefined, []],
])('lets %s %s pass for some roles, and answers the others with 403', async (method, path, body, allowed) => {
	for (const key of [fullAdmin, contributor, viewer, baseUser]) {
		absmartly.reset();
		await register('http://127.0.0.1:1/a', []);
		const { status, json } = await ask(method, path, body, key);
		const passes = key === fullAdmin || allowed.includes(key);
		expect([key, status]).toEqual([key, passes ? (method === 'DELETE' ? 204 : 200) : 403]);
		if (!passes) expect(json).toEqual({ ok: false, errors: ['Forbidden'] });
	}
});

it('has a route for every act, and says of every route where it comes from', async () => {
	const missing = [...acts.keys()].filter((each) => {
		const [method, url] = each.split(' ');
		return !absmartly.app.hasRoute({ method: method as 'GET', url });
	});
	expect(missing).toEqual([]);
	const app = Fastify();
	registerRights(app, { world: absmartly.world } as Console);
	expect(() => app.get('/v1/nowhere', () => '')).toThrow('GET /v1/nowhere says nowhere where it comes from');
});

it('ends a Contributor’s rights with their teams', async () => {
	const { id } = absmartly.addExperiment({ teams: [2], state: 'ready' });
	absmartly.raiseAlert(id, 'audience_mismatch');
	const listed = async () =>
		(await ask('GET', '/v1/experiments', undefined, contributor)).json.experiments.map(
			(each: { id: number }) => each.id,
		);
	expect(await listed()).toEqual([1]);
	for (const [method, path, body] of [
		['GET', ''],
		['PUT', '/start', {}],
		['POST', '/activity', { note: 'a' }],
	] as const)
		expect((await ask(method, `/v1/experiments/${id}${path}`, body, contributor)).status).toBe(403);
	expect((await ask('GET', '/v1/experiment_alerts', undefined, contributor)).json.experiment_alerts).toEqual(
		[],
	);
	expect((await ask('PUT', '/v1/experiment_alerts/1/dismiss', undefined, contributor)).status).toBe(403);
	const body = { name: 'theirs', unit_type: { unit_type_id: 1 }, teams: [{ team_id: 2 }] };
	expect((await ask('POST', '/v1/experiments', body, contributor)).status).toBe(403);
	await control('PUT', 'users/2', { teams: [1, 2] });
	expect(await listed()).toEqual([1, id]);
	expect((await ask('PUT', `/v1/experiments/${id}/start`, {}, contributor)).status).toBe(200);
	expect(absmartly.webhooks.events.at(-1)).toMatchObject({ event_name: 'ExperimentStarted', user_id: 2 });
	expect((await ask('POST', '/v1/experiments', body, contributor)).status).toBe(200);
});

it('lets a custom role register webhooks', async () => {
	expect((await ask('POST', '/v1/webhooks', webhook, viewer)).status).toBe(403);
	await control('PUT', 'users/3', { permissions: ['Webhook Admin'] });
	expect((await ask('POST', '/v1/webhooks', webhook, viewer)).json.webhook.created_by.id).toBe(3);
});

it('lets nobody change another’s comment', async () => {
	await ask('POST', '/v1/experiments/1/activity', { note: 'a' }, viewer);
	expect((await ask('PUT', '/v1/experiments/1/activity/1', { note: 'b' })).status).toBe(403);
	expect((await ask('PUT', '/v1/experiments/1/activity/1', { note: 'b' }, viewer)).status).toBe(200);
});

it('gives empty lists instead, as it is set', async () => {
	await control('PUT', 'settings', { emptyForbidden: true });
	const { status, json } = await ask('GET', '/v1/experiments', undefined, baseUser);
	expect([status, json.experiments, json.total]).toEqual([200, [], 0]);
	expect((await ask('GET', '/v1/experiments/1', undefined, baseUser)).status).toBe(403);
});

it('takes a role and a key from the credential’s user', async () => {
	await control('PUT', 'users/1', { role: 'Base User' });
	expect((await ask('GET', '/v1/experiments')).status).toBe(403);
	await control('PUT', 'users/1', { key: 'new' });
	expect((await ask('GET', '/v1/applications')).status).toBe(401);
	expect((await ask('GET', '/v1/applications', undefined, 'new')).status).toBe(200);
	expect((await control('PUT', 'users/9', {})).status).toBe(404);
	expect((await control('PUT', 'users/1', { role: 'King' })).status).toBe(400);
});

it.each<[shape: string, body: unknown]>([
	['errors', { ok: false, errors: ['experiment 9 does not exist'] }],
	['message', { message: 'experiment 9 does not exist' }],
	['error', { error: 'experiment 9 does not exist' }],
	['detail', { detail: 'experiment 9 does not exist' }],
	['text', undefined],
])('refuses with %s', async (errorShape, body) => {
	await control('PUT', 'settings', { errorShape });
	const { status, text, json } = await ask('GET', '/v1/experiments/9');
	expect([status, json]).toEqual([404, body]);
	expect(text).toContain('experiment 9 does not exist');
});
