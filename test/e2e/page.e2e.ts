import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { N8nClient } from '../../playground/client';
import { control } from '../../playground/control';
import { owner, secrets } from '../../playground/credentials';
import { startSimulators, type SimulatorsWithPage } from '../../playground/page';
import { until } from '../../playground/until';
import { pictures, startBrowser } from './browser';

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

/** Nobody answers there. */
const n8n = 'http://127.0.0.1:9';

const looks = [
	[360, 'light'],
	[1440, 'light'],
	[360, 'dark'],
	[1440, 'dark'],
] as const;

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
		simulators.show(new N8nClient(n8n), owner);
		browser = await startBrowser();
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

	/** What axe finds wrong, and a picture to look at. */
	async function inspect(state: string, width: number, colorScheme: 'light' | 'dark') {
		await page.setViewportSize({ width, height: 900 });
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.evaluate(axe.source);
		const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
		const path = join(pictures, `page-${state}-${width}-${colorScheme}.png`);
		await page.screenshot({ path, fullPage: true });
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
		return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target) }));
	}

	it.each(looks)('fits %i px in %s, and axe finds nothing, before anything has happened', async (...look) => {
		await page.getByText('None yet. Write as the customer.').waitFor();
		expect(await inspect('empty', ...look)).toEqual([]);
	});

	it('is gone through by Tab from top to bottom, and shows where one is', async () => {
		await page.setViewportSize({ width: 1440, height: 900 });
		const all = page.locator('a[href], button, input, [tabindex="0"]').filter({ visible: true });
		const count = await all.count();
		expect(count).toBeGreaterThan(35);
		for (let index = 0; index < count; index += 1) {
			await page.keyboard.press('Tab');
			const [isHere, outline] = await all
				.nth(index)
				.evaluate((element) => [
					element.matches(':focus-visible'),
					String(element.computedStyleMap().get('outline-style')),
				]);
			expect({ index, isHere, outline }).toEqual({ index, isHere: true, outline: 'solid' });
		}
	});

	it('turns what the customer writes, with the keyboard alone, into a goal that counts', async () => {
		await page.getByRole('button', { name: 'Visit the website' }).focus();
		await page.keyboard.press('Space');
		await tick('Press Visit the website').waitFor();
		const field = page.getByLabel('Write as the customer');
		await field.focus();
		await field.fill('Is <b>this</b> shown as I wrote it?');
		await page.keyboard.press('Enter');
		await row('Webhook deliveries', 'conversation.user.created', 'delivered', 'sha1=').waitFor();
		await row('Goals', 'intercom_conversation_started', 'yes').waitFor();
		await row('API calls', 'PUT /v1/context', '200').waitFor();
		await row('Metrics', 'intercom_conversation_started').waitFor();
		for (const step of [
			'Press Send',
			'Intercom tells n8n',
			'The workflow sends the goal',
			'The experiment counts',
		])
			await tick(step).waitFor();
		const link = page.getByRole('link', { name: 'n8n’s executions' });
		expect(await link.getAttribute('href')).toBe(`${n8n}/home/executions`);
	});

	it('leaves in place what is there when more comes', async () => {
		const message = await page.getByLabel('Conversation').locator('p').first().elementHandle();
		const delivery = await row('Webhook deliveries', 'conversation.user.created').elementHandle();
		await press('Answer');
		await page.getByLabel('Conversation').getByText('Happy to help.').waitFor();
		await row('Webhook deliveries', 'conversation.admin.replied').waitFor();
		for (const each of [message, delivery])
			expect(await each!.evaluate((element) => element.isConnected)).toBe(true);
	});

	it('moves nothing for who wants less motion', async () => {
		const animation = () =>
			page
				.getByLabel('Conversation')
				.locator('p')
				.first()
				.evaluate((element) => String(element.computedStyleMap().get('animation-name')));
		expect(await animation()).toBe('none');
		await page.emulateMedia({ reducedMotion: 'no-preference' });
		expect(await animation()).toBe('fresh');
		await page.emulateMedia({ reducedMotion: 'reduce' });
	});

	it('rates, tags, makes a ticket, assigns, snoozes, closes, opens, signs up', async () => {
		await page.getByLabel('a remark, if you like').fill('Slow');
		await page.getByLabel('Tag', { exact: true }).fill('billing');
		await page.getByLabel('Ticket', { exact: true }).fill('The page is blank');
		for (const [button, topic] of [
			['Rate 2 of 5', 'conversation.rating.added'],
			['Tag it', 'conversation_part.tag.created'],
			['Make a ticket', 'ticket.created'],
			['Assign', 'conversation.admin.assigned'],
			['Snooze', 'conversation.admin.snoozed'],
			['Open', 'conversation.admin.opened'],
			['Close', 'conversation.admin.closed'],
		]) {
			await press(button);
			await row('Webhook deliveries', topic, 'delivered').waitFor();
		}
		await page.getByText('Now: closed; rated 2; tagged billing; tickets: 1; goals: 1.').waitFor();
		const { conversations, tickets } = simulators.intercom.workspace();
		expect([...conversations.values()].at(-1)).toMatchObject({ rating: { rating: 2, remark: 'Slow' } });
		expect([...tickets.values()].at(-1)).toMatchObject({
			attributes: { _default_title_: 'The page is blank' },
		});
		await press('Sign up somebody new');
		await row('Webhook deliveries', 'contact.user.created', 'delivered').waitFor();
		await page.getByText('No conversation yet.').waitFor();
		await press('Close');
		await page.getByRole('alert').getByText('write as the customer first').waitFor();
	});

	it('goes on where it was when it is loaded anew, and begins anew with the simulators', async () => {
		const customer = await page.locator('#customer').innerText();
		await page.reload();
		await tick('The experiment counts').waitFor();
		expect(await page.locator('#customer').innerText()).toBe(customer);
		await page.evaluate(
			`sessionStorage.setItem('playground', '{"run":1,"done":[true],"customer":{"name":"X"}}')`,
		);
		await page.reload();
		await page.locator('#customer').getByText('Grace').waitFor();
		expect(await tick('').count()).toBe(0);
	});

	it('saves the webhook’s address where it is answered, and says so where not', async () => {
		const field = page.getByLabel('Webhook URL');
		const address = await field.inputValue();
		expect(address).toMatch(/\/hook$/);
		await field.fill(`${address}/none`);
		await press('Save');
		await page.getByText('Not saved: nothing answers there.').waitFor();
		await field.fill(`${address}?another`);
		await press('Save');
		await page.getByText('Saved: n8n answered 200.').waitFor();
		await tick('Make your own').waitFor();
		await press('Back to the first workflow');
		await page.getByRole('button', { name: 'Back to the first workflow' }).waitFor({ state: 'hidden' });
		expect(await field.inputValue()).toBe(address);
	});

	it('switches faults on and off, and delivers once more', async () => {
		await press('Collector down for 2 s');
		await tick('Press Collector down').waitFor();
		await row('Goals', 'no, never visited').waitFor();

		const fault = page.getByRole('button', { name: 'Collector answers 503', pressed: true });
		await press('Collector answers 503');
		await fault.waitFor();
		await press('New conversation');
		await fault.waitFor({ state: 'detached' });
		await row('API calls', 'PUT /v1/context', '503').waitFor();

		await press('Collector answers 429');
		const limit = page.getByRole('button', { name: 'Collector answers 429', pressed: true });
		await limit.waitFor();
		await press('Collector answers 429');
		await limit.waitFor({ state: 'detached' });

		for (const [name, code] of [
			['Intercom answers 429', 429],
			['Intercom answers 503', 503],
		] as const) {
			const pressed = page.getByRole('button', { name, pressed: true });
			await press(name);
			await pressed.waitFor();
			const me = () => fetch(`${simulators.intercom.url}/me`);
			expect([(await me()).status, (await me()).status]).toEqual([code, code]);
			await pressed.waitFor({ state: 'detached' });
			await row('API calls', 'GET /me', String(code)).nth(1).waitFor();
		}

		const again = row('Webhook deliveries', 'conversation.user.created');
		const before = await again.count();
		await press('Deliver the last conversation again');
		await again.nth(before).waitFor();

		const slow = page.getByRole('button', { name: 'Webhook slow', pressed: true });
		await press('Webhook slow');
		await slow.waitFor();
		await press('Close');
		await row('Webhook deliveries', 'conversation.admin.closed', 'none', 'retrying').waitFor();
		await slow.waitFor({ state: 'detached' });
	});

	it.each(looks)('fits %i px in %s, and axe finds nothing, when all is full', async (...look) => {
		expect(await inspect('full', ...look)).toEqual([]);
	});
});
