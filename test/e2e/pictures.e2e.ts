import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { StoredWorkflow } from '../../playground/client';
import { owner } from '../../playground/credentials';
import { readTemplate, templateFiles } from '../../playground/templates';
import { until } from '../../playground/until';
import { keep, lookOf, looks } from '../docs/canvas';
import { logIn, pictures, startBrowser } from './browser';
import { startWorld, type World } from './n8n';
import { connect } from './outside';

type Box = { name: string; x: number; y: number; width: number; height: number };

const isNote = ({ type }: { type: string }) => type.endsWith('.stickyNote');

/** What stands below a node's square: its name and what it does. */
const caption = 56;

/** On the canvas, in its own units; a node's square is 96 wide and high. */
const boxesOf = ({ nodes }: StoredWorkflow): Box[] =>
	nodes.map((node) => {
		const { name, parameters } = node;
		const [x, y] = node.position;
		const { width, height } = parameters as Record<string, number>;
		return isNote(node) ? { name, x, y, width, height } : { name, x, y, width: 96, height: 96 + caption };
	});

/** The box around all. */
function around(boxes: Box[]) {
	const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
	const right = Math.max(...boxes.map((box) => box.x + box.width));
	const bottom = Math.max(...boxes.map((box) => box.y + box.height));
	return { x, y, width: right - x, height: bottom - y };
}

const overlap = (one: Box, other: Box) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;

const overlapping = (boxes: Box[]): string[] =>
	boxes.flatMap((one, index) =>
		boxes
			.slice(index + 1)
			.filter((other) => overlap(one, other))
			.map((other) => `${one.name}, ${other.name}`),
	);

/** Where they are on the screen. */
const onScreen = async (elements: Locator): Promise<Box[]> =>
	await elements.evaluateAll((all) =>
		all.map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			const name = element.querySelector('[data-node-name]')?.getAttribute('data-node-name') ?? '';
			return { name, x, y, width, height };
		}),
	);

/** What is not the workflow's; the dots only make a picture larger. */
const hidden = ['canvas-minimap', 'canvas-background', 'canvas-handle-plus-wrapper'].map(
	(id) => `[data-test-id="${id}"]`,
);

/**
 * Each template on n8n's canvas, as after its import with all credentials chosen. With UPDATE_PICTURES=1 those that
 * look otherwise than on their picture in templates/pictures get a new one.
 */
describe("the templates on n8n's canvas", () => {
	let world: World;
	let browser: Browser;
	let page: Page;

	beforeAll(async () => {
		world = await startWorld();
		await connect(world);
		const redis = { name: 'Redis', type: 'redis', data: { host: '127.0.0.1', port: 6379, database: 0 } };
		world.credentials.redis = { id: await world.client.saveCredential(redis), name: redis.name };
		browser = await startBrowser();
		page = await browser.newPage();
		await page.goto(`${world.n8n.url}/home/workflows`);
		await logIn(page, owner);
		await page.getByTestId('project-home-menu-item').waitFor();
		// where it pressed the button, a note would show its menu
		await page.mouse.move(0, 0);
	});
	afterAll(async () => {
		await browser?.close();
		await world?.stop();
	});

	/** Opens it without loading the editor anew, in a window where it is at most so wide as to be read. */
	async function open(workflow: StoredWorkflow): Promise<void> {
		const { width, height } = around(boxesOf(workflow));
		const scale = Math.min(0.9, Math.max(0.55, 1050 / width));
		// n8n leaves a tenth free on each side; its own buttons must stay outside the picture
		await page.setViewportSize({
			width: Math.ceil(width * scale * 1.25) + 60,
			height: Math.ceil(height * scale * 1.25) + 500,
		});
		const visit = `history.pushState({}, '', '/workflow/${workflow.id}'); dispatchEvent(new PopStateEvent('popstate', { state: {} }))`;
		await page.evaluate(visit);
		await page.getByTestId('inline-edit-preview').getByText(workflow.name, { exact: true }).waitFor();
	}

	/** The boxes on the screen, once all nodes stand still and in view. */
	async function shown({ nodes }: StoredWorkflow): Promise<Box[]> {
		const boxes = async () => await onScreen(page.locator('.vue-flow__node'));
		const names = (all: Array<{ name: string }>) => JSON.stringify(all.map(({ name }) => name).sort());
		await until('all nodes are on the canvas', async () => names(await boxes()) === names(nodes));
		await page.keyboard.press('1');
		const window = page.viewportSize()!;
		let last = '';
		return await until('the canvas stands still', async () => {
			const now = await boxes();
			const { x, y, width, height } = around(now);
			const inView = x > 0 && y > 0 && x + width < window.width && y + height < window.height;
			const still = JSON.stringify(now) === last;
			last = JSON.stringify(now);
			return still && inView && now;
		});
	}

	it.each(templateFiles().map((file) => file.replace('.json', '')))('%s', async (name) => {
		const template = readTemplate(`${name}.json`);
		const workflow = await world.createWorkflow(template);
		await open(workflow);
		const boxes = await shown(workflow);
		expect(overlapping(boxesOf(workflow))).toEqual([]);
		const cut = await page
			.getByTestId('sticky')
			.evaluateAll((all) =>
				all
					.filter((note) =>
						[...note.querySelectorAll('*')].some((part) => part.scrollHeight > part.clientHeight + 4),
					)
					.map((note) => note.textContent),
			);
		expect(cut).toEqual([]);
		const lines = await onScreen(page.locator('.vue-flow__edge-path'));
		const notes = workflow.nodes.filter(isNote).map((node) => node.name);
		const captioned = boxes.map((box) =>
			notes.includes(box.name) ? box : { ...box, height: (box.height * (96 + caption)) / 96 },
		);
		const { x, y, width, height } = around([...captioned, ...lines]);
		const png = await page.screenshot({
			clip: { x: x - 24, y: y - 24, width: width + 64, height: height + 48 },
			animations: 'disabled',
			style: `${hidden.join()} { visibility: hidden }`,
		});
		const look = lookOf(template);
		if (process.env.UPDATE_PICTURES) {
			if (looks()[name] !== look) keep(name, png, look);
		} else {
			mkdirSync(pictures, { recursive: true });
			writeFileSync(join(pictures, `${name}.png`), png);
		}
	});
});
