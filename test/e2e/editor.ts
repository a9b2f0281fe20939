import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import type { Owner } from '../../playground/client';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';
import { until } from '../../playground/until';

/** Where systems keep a Chromium or Chrome. */
const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser named by `CHROMIUM`, or the system's; as root on Debian, where it has none, Debian's package is installed. */
export async function chromiumPath(): Promise<string> {
	const path = process.env.CHROMIUM || places.find((place) => existsSync(place));
	if (path) return path;
	const [debians] = places;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		const quiet = { cwd: root, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
		await run('apt-get', ['update', '-q'], quiet);
		await run('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], quiet);
	}
	if (existsSync(debians)) return debians;
	throw new Error(
		'The editor is tested in Chromium: install it, or set CHROMIUM to the path of its executable',
	);
}

/** Pictures are for looking at, and for docs where these are to be renewed (UPDATE_PICTURES=1). */
export const pictures = join(root, process.env.UPDATE_PICTURES ? 'docs/pictures' : '.pictures');

/** n8n's editor in a headless Chromium, used as a person does: by what is on the screen. */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		private readonly page: Page,
		private readonly url: string,
	) {}

	/** Of the n8n at `url`, which has no slash at the end. */
	static async open(url: string): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		// containers give root no sandbox
		const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
		return new Editor(browser, await browser.newPage({ viewport: { width: 1440, height: 900 } }), url);
	}

	async logIn({ email, password }: Owner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(`${this.url}/home/**`);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Saves what is on the screen; the title becomes the file's name. */
	async picture(title: string): Promise<void> {
		mkdirSync(pictures, { recursive: true });
		const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
		await this.page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
	}

	/** An empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Opens the nodes panel and searches; gives the nodes found, by name, with the address of each one's icon. */
	async searchNodes(text: string): Promise<Map<string, string>> {
		const search = this.page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			await this.page
				.getByTestId('canvas-add-button')
				.or(this.page.getByTestId('canvas-handle-plus'))
				.click();
		}
		await search.fill(text);
		const found = this.page.getByTestId('item-iterator-item');
		await found.filter({ hasText: text }).first().waitFor();
		const names = await found.getByTestId('node-creator-item-name').allInnerTexts();
		const icons = await found.locator('img').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
		return new Map(names.map((name, index) => [name, icons[index] ?? '']));
	}

	/** Adds the node with this action from the nodes panel, which must show it; opens the node. */
	async addAction(node: string, action: string): Promise<void> {
		const panel = this.page.getByTestId('node-creator');
		await panel.getByTestId('node-creator-item-name').getByText(node, { exact: true }).click();
		await panel.getByTestId('node-creator-category-item').filter({ hasText: 'Actions' }).click();
		await panel.getByText(action, { exact: true }).click();
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** Makes the first credential of the open node; n8n tests it and closes the form. */
	async connect(fields: (form: Form) => Promise<void>): Promise<void> {
		await this.page.getByTestId('node-parameters').getByRole('button', { name: 'Connect to' }).click();
		const dialog = this.page.getByTestId('editCredential-modal');
		await fields(new Form(this.page, dialog));
		await dialog.getByTestId('credential-save-button').click();
		await dialog.waitFor({ state: 'hidden' });
	}

	/** The open node's parameters. */
	get parameters(): Form {
		return new Form(this.page, this.page.getByTestId('node-parameters'));
	}

	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	/** The first row of the open node's output, as text by column, once it has these values. */
	async output(wanted: Record<string, string>): Promise<Record<string, string>> {
		const table = this.page.getByTestId('output-panel').getByRole('table');
		return await until(`the output has ${JSON.stringify(wanted)}`, async () => {
			const columns = await table.getByRole('columnheader').allInnerTexts();
			const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
			const row = Object.fromEntries(columns.map((column, index) => [column.trim(), cells[index]?.trim()]));
			if (Object.entries(wanted).every(([column, value]) => row[column] === value)) return row;
			throw new Error(`it has ${JSON.stringify(row)}`);
		});
	}
}

/** Parameters on the screen: a node's or a credential's. They are named as in the node's description. */
export class Form {
	constructor(
		private readonly page: Page,
		private readonly within: Locator,
	) {}

	async fill(parameter: string, text: string): Promise<void> {
		const input = this.within.getByTestId(`parameter-input-${parameter}`);
		await input.getByRole('textbox').fill(text);
	}

	/** Chooses from a drop-down by what it shows. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.within.getByTestId(`parameter-input-${parameter}`).click();
		const named = this.page.getByText(option, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	/** Loads the resource mapper's fields, which n8n does not do by itself after a credential was made. */
	async retry(): Promise<void> {
		await this.within.getByTestId('mapping-mode-select').getByText('Retry').click();
	}

	/** Adds one of the fields that the resource mapper loaded, by what it shows, which is its name. */
	async map(field: string, text: string): Promise<void> {
		await this.within.getByTestId('add-fields-select').click();
		await this.page.getByRole('menuitem', { name: field, exact: true }).click();
		await this.fill(field, text);
	}
}
