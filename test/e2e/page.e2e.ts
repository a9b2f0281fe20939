import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { chromium, type Browser, type Page } from 'playwright-core';
import { control } from '../../playground/control';
import { secrets } from '../../playground/credentials';
import { startSimulators, type SimulatorsWithPage } from '../../playground/page';
import { until } from '../../playground/until';
import { chromiumPath, pictures } from './editor';

type Notification = {
	topic: string;
	data: { item: { created_at: number; source: { author: { id: string } } } };
};

/** Stands where n8n does: every conversation that a customer starts is a goal, tried until it is taken. */
function workflow(to: () => SimulatorsWithPage): FastifyInstance {
	const app = fastify();
	app.get('/hook', () => '');
	app.post('/hook', async ({ body }) => {
		const { topic, data } = body as Notification;
		if (topic !== 'conversation.user.created') return '';
		const { intercom, absmartly } = to();
		const { external_id } = intercom.workspace().contacts.get(data.item.source.author.id)!;
		const goal = {
			publishedAt: Date.now(),
			units: [{ type: 'user_id', uid: external_id }],
			goals: [{ name: 'intercom_conversation_started', achievedAt: data.item.created_at * 1000 }],
		};
		const send = () =>
			fetch(`${absmartly.url}/v1/context`, {
				method: 'PUT',
				headers: {
					'content-type': 'application/json',
					'x-api-key': secrets.apiKey,
					'x-agent': 'test',
					'x-environment': 'production',
				},
				body: JSON.stringify(goal),
			});
		await until('the goal is taken', async () => (await send()).ok);
		return '';
	});
	return app;
}

/** The playground's page as a person uses it, before the simulators alone. */
describe('page', () => {
	let simulators: SimulatorsWithPage;
	let hook: FastifyInstance;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		simulators = await startSimulators({ intercom: 0, absmartly: 0 });
		hook = workflow(() => simulators);
		const url = `${await hook.listen({ host: '127.0.0.1', port: 0 })}/hook`;
		await control('PUT', `${simulators.intercom.url}/_sim/webhook`, { url, topics: ['*'] });
		simulators.links.executions = 'http://127.0.0.1:5678/workflow/1/executions';
		// containers give root no sandbox
		browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
		page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		page.setDefaultTimeout(15_000);
		await page.goto(simulators.page);
	});
	afterAll(async () => {
		await browser?.close();
		await simulators?.intercom.close();
		await simulators?.absmartly.close();
		await hook?.close();
	});

	const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
	const row = (list: string, ...texts: string[]) =>
		texts.reduce(
			(rows, hasText) => rows.filter({ hasText }),
			page.getByRole('region', { name: list, exact: true }).getByRole('row'),
		);
	const tick = (step: string) => page.getByRole('listitem').filter({ hasText: `✓ Done: ${step}` });

	it('turns what the customer writes, with the keyboard alone, into a goal that counts', async () => {
		await press('Visit the website');
		await tick('Visit the website').waitFor();
		const field = page.getByLabel('Write as the customer');
		await field.focus();
		await field.fill('Is <b>this</b> shown as I wrote it?');
		await page.keyboard.press('Enter');
		await row('Webhook deliveries', 'conversation.user.created', 'delivered', 'sha1=').waitFor();
		await row('Goals', 'intercom_conversation_started', 'yes').waitFor();
		await row('API calls', 'PUT /v1/context', '200').waitFor();
		await row('Metrics', 'intercom_conversation_started').waitFor();
		for (const step of ['Write as', 'Intercom’s webhook', 'ABsmartly has', 'The experiment counts'])
			await tick(step).waitFor();
		expect(await page.getByRole('link', { name: 'n8n’s executions' }).getAttribute('href')).toBe(
			simulators.links.executions,
		);
	});

	it('answers, rates, tags, closes, makes a ticket, signs up', async () => {
		await press('Answer');
		await page.getByLabel('Conversation').getByText('Happy to help.').waitFor();
		for (const [button, topic] of [
			['Rate 5 of 5', 'conversation.rating.added'],
			['Tag “urgent”', 'conversation_part.tag.created'],
			['Close', 'conversation.admin.closed'],
			['Make a ticket', 'ticket.created'],
		]) {
			await press(button);
			await row('Webhook deliveries', topic, 'delivered').waitFor();
		}
		await page.getByText('closed, rated 5, tagged, tickets: 1.').waitFor();
		await press('Sign up somebody new');
		await row('Webhook deliveries', 'contact.user.created', 'delivered').waitFor();
		await page.getByText('No conversation yet.').waitFor();
	});

	it('switches faults on and off, and delivers once more', async () => {
		await press('Collector down for 2 s');
		await tick('Take the collector down').waitFor();

		const fault = page.getByRole('button', { name: 'Collector answers 503', pressed: true });
		await press('Collector answers 503');
		await fault.waitFor();
		await press('New conversation');
		await fault.waitFor({ state: 'detached' });
		await row('API calls', 'PUT /v1/context', '503').waitFor();

		await press('429, too many requests');
		const limit = page.getByRole('button', { name: '429, too many requests', pressed: true });
		await limit.waitFor();
		await press('429, too many requests');
		await limit.waitFor({ state: 'detached' });

		await press('Deliver the last one again');
		await row('Webhook deliveries', 'conversation.user.created').nth(3).waitFor();

		await press('Webhook slow');
		await page.getByRole('button', { name: 'Webhook slow', pressed: true }).waitFor();
		await press('Close');
		await row('Webhook deliveries', 'conversation.admin.closed', 'none', 'retrying').waitFor();
	});

	it.each([
		[360, 'light'],
		[1440, 'light'],
		[360, 'dark'],
		[1440, 'dark'],
	] as const)('fits %i px in %s', async (width, colorScheme) => {
		await page.setViewportSize({ width, height: 900 });
		await page.emulateMedia({ colorScheme });
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
		mkdirSync(pictures, { recursive: true });
		await page.screenshot({ path: join(pictures, `page-${width}-${colorScheme}.png`), fullPage: true });
	});
});
