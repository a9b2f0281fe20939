import type { Browser, Page } from 'playwright-core';
import { checkMainJob, checkPage } from '../../playground/check';
import type { StoredWorkflow } from '../../playground/client';
import { owner } from '../../playground/credentials';
import { startSimulators, type SimulatorsWithPage } from '../../playground/page';
import { mainTemplate, productionUrl, readTemplate } from '../../playground/templates';
import { conversationActs } from '../simulators/intercom';
import { illustrate, logIn, startBrowser } from './browser';
import { groupBy } from './executions';
import { startWorld, type World } from './n8n';

const GOAL = 'intercom_conversation_started';

/** The playground as a person uses it, by clicks in its page: a real n8n with the main template published. */
describe('the first minutes in the playground', () => {
	let world: World;
	let simulators: SimulatorsWithPage;
	let main: StoredWorkflow;
	let lastMonth: StoredWorkflow;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		world = await startWorld({
			async services(stops) {
				simulators = await startSimulators({ intercom: 0, absmartly: 0 });
				stops.push(() => simulators.intercom.close());
				stops.push(() => simulators.absmartly.close());
				return simulators;
			},
		});
		main = await world.createWorkflow(readTemplate(mainTemplate));
		await world.publish(main);
		lastMonth = await world.createWorkflow(readTemplate('absmartly-goal-backfill.json'));
		simulators.show(world.client, owner);
		browser = await startBrowser();
		page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
		await page.goto(simulators.page);
	});
	afterAll(async () => {
		await browser?.close();
		await world?.stop();
	});

	const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
	const row = (list: string, ...texts: string[]) =>
		texts.reduce(
			(rows, hasText) => rows.filter({ hasText }),
			page.getByRole('region', { name: list, exact: true }).getByRole('row'),
		);
	const delivered = (...texts: string[]) => row('Webhook deliveries', ...texts);
	const tick = (step: string) => page.getByRole('listitem').filter({ hasText: `✓ Done: ${step}` });
	const goalsOf = (customer: string) => world.absmartly.goals().filter(({ uid }) => uid === customer);
	const pressed = (name: string) => page.getByRole('button', { name, pressed: true });

	/** Somebody new, by external ID. */
	async function newCustomer(): Promise<string> {
		const before = await page.locator('#customer').innerText();
		await press('Sign up somebody new');
		await page.locator('#customer').filter({ hasNotText: before }).waitFor();
		return /\((.+)\)/.exec(await page.locator('#customer').innerText())![1];
	}

	/** A new conversation of somebody new, under the faults that are switched on. */
	async function write(): Promise<string> {
		const customer = await newCustomer();
		await press('New conversation');
		return customer;
	}

	it('is found by `npm start -- --check`', async () => {
		const result = await checkMainJob(world.client, main, world);
		await checkPage(simulators.page, result);
		await expect(checkPage(simulators.page, { ...result, executionId: '0' })).rejects.toThrow('execution 0');
	});

	it('ticks each step by itself, as it says', async () => {
		await press('Visit the website');
		await tick('Press Visit the website').waitFor();
		await press('Send');
		for (const step of ['Press Send', 'Intercom tells n8n', 'The workflow sends', 'The experiment counts'])
			await tick(step).waitFor();

		const { conversations } = world.intercom.workspace();
		const { id: conversation } = [...conversations.values()].at(-1)!;
		const successes = delivered('conversation.user.created', 'success');
		// the other one is of the check
		await successes.nth(1).waitFor();
		const link = successes.first().getByRole('link');
		const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
		const [email, password] = await page.locator('#email, #password').allInnerTexts();
		await logIn(opened, { email, password });
		await opened.waitForURL(new RegExp(`/workflow/${main.id}/executions/\\d+$`));
		const [, execution] = /(\d+)$/.exec(opened.url())!;
		await opened.getByText('Succeeded').first().waitFor();
		await opened.close();
		const { runData } = (await world.client.execution(execution)).data.resultData;
		expect(runData['Intercom Trigger'][0].data?.main[0]?.[0].json.objectId).toBe(conversation);
		await tick('Open the execution').waitFor();

		await press('Deliver the last conversation again');
		await delivered('Ignored: this notification was taken already').waitFor();
		await tick('Press Deliver the last conversation again').waitFor();
		await press('Answer');
		await page.getByLabel('Conversation').getByText('Happy to help.').waitFor();
		await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
		const clip = { x: 0, y: 0, width: 1280, height: 640 };
		await illustrate(page, 'playground', { clip });

		await press('Collector down for 2 s');
		await tick('Press Collector down').waitFor();
	});

	it('leads to a workflow of one’s own, from a template', async () => {
		const draft = readTemplate('intercom-events-to-absmartly-goals.json');
		const own = await world.createWorkflow(draft);
		await world.client.publish(own.id);
		const field = page.getByLabel('Webhook URL');
		const before = await field.inputValue();
		await field.fill(await productionUrl(world.client, own));
		await press('Save');
		await tick('Make your own').waitFor();
		await press('Rate 2 of 5');
		await row('Goals', 'intercom_conversation_rated').waitFor();
		expect(world.absmartly.goals().at(-1)).toMatchObject({ properties: { rating: 2 } });
		await delivered('conversation.rating.added', 'success').getByRole('link').waitFor();
		await press('Back to the first workflow');
		await page.getByRole('button', { name: 'Back to the first workflow' }).waitFor({ state: 'hidden' });
		expect(await field.inputValue()).toBe(before);
		expect(await page.locator('li[aria-current]').count()).toBe(0);
	});

	it('counts once while the collector is away', async () => {
		const customer = await newCustomer();
		await press('Collector down for 2 s');
		await row('Goals', customer).waitFor();
	});

	it('counts once after two answers 429 of the collector', async () => {
		await press('Collector answers 429');
		await pressed('Collector answers 429').waitFor();
		const customer = await write();
		await row('Goals', customer).waitFor();
		expect(await row('API calls', 'PUT /v1/context', '429').count()).toBe(2);
		await pressed('Collector answers 429').waitFor({ state: 'detached' });
	});

	it('counts once when Intercom did not wait for the answer and sends again', async () => {
		const ignored = delivered('conversation.user.created', 'delivered', 'Ignored');
		const before = await ignored.count();
		const signUps = delivered('contact.user.created');
		const others = await signUps.count();
		const customer = await newCustomer();
		// of which none is to be slow
		await signUps.nth(others).waitFor();
		await press('Webhook slow');
		await pressed('Webhook slow').waitFor();
		await press('New conversation');
		await row('Goals', customer).waitFor();
		const unanswered = delivered('conversation.user.created', 'none', 'retrying');
		await unanswered.waitFor();
		await unanswered.filter({ hasText: 'success' }).waitFor();
		await pressed('Webhook slow').waitFor({ state: 'detached' });
		// Intercom's minute
		world.intercom.clock.advance(60_000);
		await ignored.nth(before).waitFor();
		expect(goalsOf(customer)).toHaveLength(1);
	});

	it('waits and asks again where Intercom answers 429 and 503', async () => {
		const now = new Date();
		const created_at = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15) / 1000;
		const workspace = world.intercom.workspace({ silent: true });
		const customer = await newCustomer();
		const contact = [...workspace.contacts.values()].find(({ external_id }) => external_id === customer)!;
		conversationActs.contactStarts(workspace, contact, 'Last month', { created_at });

		for (const name of ['Intercom answers 429', 'Intercom answers 503']) {
			await press(name);
			await pressed(name).waitFor();
		}
		await world.client.run(lastMonth.id, 'When Clicked');
		await row('Goals', customer).waitFor();
		for (const [status, count] of [
			['429', 2],
			['503', 2],
			['200', 1],
		] as const)
			expect(await row('API calls', 'POST /conversations/search', status).count()).toBe(count);
		await pressed('Intercom answers 503').waitFor({ state: 'detached' });
		const [{ status }] = await world.client.finishedExecutions(lastMonth.id);
		expect(status).toBe('success');
	});

	it('fails where nobody can know, and counts once when it is run again as the message says', async () => {
		await press('Collector answers 503');
		await pressed('Collector answers 503').waitFor();
		const customer = await write();
		const link = delivered('conversation.user.created', ': error').getByRole('link');
		await link.waitFor();
		expect(goalsOf(customer)).toEqual([]);

		const { nodes, ...rest } = (await world.client.workflow(main.id))!;
		const sendAgain = nodes.map((node) =>
			node.name === 'ABsmartly'
				? {
						...node,
						parameters: {
							...node.parameters,
							options: { ...(node.parameters.options as object), onUnknown: 'send' },
						},
					}
				: node,
		);
		await world.client.updateWorkflow(main.id, { ...rest, nodes: sendAgain });
		const [, id] = /(\d+)$/.exec((await link.getAttribute('href'))!)!;
		await world.client.call('POST', `/executions/${id}/retry`, { loadWorkflow: true });
		await row('Goals', customer).waitFor();
	});

	it('has one goal of each conversation in the end', async () => {
		const { conversations } = world.intercom.workspace();
		const started = world.absmartly.goals().filter(({ goal_name }) => goal_name === GOAL);
		const counted = groupBy(started, ({ properties }) => String(properties?.conversation_id));
		expect(conversations.size).toBeGreaterThan(6);
		expect([...counted.keys()].sort()).toEqual([...conversations.keys()].sort());
		expect([...counted.values()].filter(({ length }) => length !== 1)).toEqual([]);
		await row('Metrics', GOAL, String(conversations.size)).waitFor();
	});
});
