import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Owner } from '../../playground/client';
import { until } from '../../playground/until';
import { illustrate, logIn, pictures, startBrowser } from './browser';

/** Where the picture in here comes from, as a path, once it is loaded. */
async function iconIn(within: Locator): Promise<string> {
	const icon = within.locator('img').first();
	type Image = { naturalWidth: number; src: string };
	const source = await until('the icon is loaded', () =>
		icon.evaluate(({ naturalWidth, src }: Image) => naturalWidth > 0 && src),
	);
	return new URL(source).pathname;
}

/** n8n's editor in a headless Chromium, used as a person does: by what is on the screen. */
export class Editor {
	protected constructor(
		private readonly browser: Browser,
		protected readonly page: Page,
		private readonly url: string,
	) {}

	/** Of the n8n at `url`, which has no slash at the end. */
	static async open(url: string): Promise<Editor> {
		const browser = await startBrowser();
		return new this(browser, await browser.newPage({ viewport: { width: 1280, height: 800 } }), url);
	}

	async logIn(owner: Owner): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await logIn(this.page, owner);
		await this.page.waitForURL(`${this.url}/home/**`);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** The system's theme, which n8n follows unless told otherwise. */
	async theme(colorScheme: 'light' | 'dark'): Promise<void> {
		await this.page.emulateMedia({ colorScheme });
	}

	/** Saves what is on the screen; the title becomes the file's name. */
	async picture(title: string): Promise<void> {
		mkdirSync(pictures, { recursive: true });
		const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
		await this.page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
	}

	/** A picture for docs/. */
	async illustrate(name: string): Promise<void> {
		await illustrate(this.page, name);
	}

	/** Makes a credential of this type on the Credentials page; n8n must find that it works. Gives the name it has there. */
	async createCredential(type: string, fields: (form: Form) => Promise<void>): Promise<string> {
		const credential = await this.newCredential(type);
		await fields(credential.form);
		await credential.save();
		await credential.says('Connection tested successfully');
		return await credential.close();
	}

	/** Opens the form of a new credential of this type on the Credentials page. */
	async newCredential(type: string): Promise<Credential> {
		const credentials = this.page.getByTestId('tab-CredentialsView');
		await this.leaveFor(credentials, () => this.page.getByTestId('project-home-menu-item').click());
		await credentials.click();
		// an empty list has one more
		await this.page.getByRole('button', { name: 'Create credential' }).first().click();
		return await this.chosenCredential(type);
	}

	/** Chooses the type of a new credential. */
	protected async chosenCredential(type: string): Promise<Credential> {
		await this.page.getByTestId('new-credential-type-select').getByRole('combobox').fill(type);
		await this.page.getByRole('option', { name: type, exact: true }).click();
		await this.page.getByRole('button', { name: 'Continue' }).click();
		return new Credential(this.page);
	}

	/** An empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.leaveFor(this.page.getByTestId('canvas-add-button'), async () => {
			await this.page.getByTestId('universal-add').click();
			await this.page.getByTestId('navigation-menu-item').getByText('New workflow').click();
		});
	}

	/** Imports a workflow from a file into the canvas. */
	async importFromFile(path: string): Promise<void> {
		await this.page.getByTestId('workflow-menu').click();
		await this.page.getByRole('menuitem', { name: 'Import' }).hover();
		const chooser = this.page.waitForEvent('filechooser');
		await this.page.getByRole('menuitem', { name: 'From file' }).click();
		await (await chooser).setFiles(path);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens the nodes panel and searches; gives the nodes found, by name, with the path of each one's icon. */
	async searchNodes(text: string): Promise<Map<string, string>> {
		const search = this.page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			await this.page
				.getByTestId('canvas-add-button')
				.or(this.page.getByTestId('canvas-handle-plus'))
				.filter({ visible: true })
				.last()
				.click();
		}
		await search.fill(text);
		const found = this.page.getByTestId('item-iterator-item');
		await found.filter({ hasText: text }).first().waitFor();
		const nodes = new Map<string, string>();
		for (const node of await found.all()) {
			nodes.set(await node.getByTestId('node-creator-item-name').innerText(), await iconIn(node));
		}
		return nodes;
	}

	/** Adds the node with this action from the nodes panel, which must show it; opens the node. */
	async addAction(node: string, action: string): Promise<void> {
		const panel = this.page.getByTestId('node-creator');
		await panel.getByTestId('node-creator-item-name').getByText(node, { exact: true }).click();
		const chosen = panel.getByText(action, { exact: true });
		const heading = panel.getByTestId('node-creator-category-item').filter({ hasText: 'Actions' });
		await heading.waitFor();
		// n8n opens the category by itself unless another one has more to offer
		await chosen.waitFor({ timeout: 3000 }).catch(() => heading.click());
		await chosen.click();
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** Adds a trigger from the nodes panel, which must show it with its bolt; opens the node. */
	async addTrigger(trigger: string): Promise<void> {
		const name = this.page.getByTestId('node-creator-item-name').getByText(trigger, { exact: true });
		const item = this.page.getByTestId('item-iterator-item').filter({ has: name });
		await item.locator('[data-icon="bolt-filled"]').waitFor();
		await item.click();
		// n8n shows who a community node is before it adds one that has no actions
		await this.page.getByRole('button', { name: 'Add to workflow' }).click();
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** Leaves an execution for the canvas. */
	async openEditor(): Promise<void> {
		if (await this.page.getByTestId('node-parameters').isVisible()) await this.closeNode();
		await this.page.getByTestId('radio-button-workflow').click();
		await this.page.getByTestId('execute-workflow-button').first().waitFor();
	}

	/** Where the canvas is that nodes are opened on. */
	protected get shown(): Pick<Page, 'getByTestId'> {
		return this.page;
	}

	/** Opens a node of the canvas, be it a workflow's or an execution's. */
	async openNode(name: string): Promise<void> {
		await this.shown.getByTestId('canvas-node').filter({ hasText: name }).dblclick();
		await this.shown.getByTestId('node-parameters').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('node-parameters').waitFor({ state: 'hidden' });
	}

	/** Leaves an open node, and the workflow even if n8n has not saved it by then; `arrived` shows once that is done. */
	protected async leaveFor(arrived: Locator, leave: () => Promise<void>): Promise<void> {
		if (await this.page.getByTestId('node-parameters').isVisible()) await this.closeNode();
		const unsaved = this.page.getByRole('button', { name: 'Leave without saving' });
		await until('the workflow is left', async () => {
			await leave();
			await arrived.or(unsaved).first().waitFor();
			if (await unsaved.isVisible()) await unsaved.click();
			// n8n, saving at this very moment, may stay: then once more
			await arrived.waitFor({ timeout: 5000 });
			return true;
		});
	}

	/** Name and icon's path of the open node. */
	async openedNode(): Promise<{ name: string; icon: string }> {
		const dialog = this.page.getByTestId('ndv');
		const name = await dialog.getByTestId('node-title-container').innerText();
		return { name, icon: await iconIn(dialog.locator('header').first()) };
	}

	/** Makes the first credential of the open node; n8n tests it and closes the form. */
	async connect(fields: (form: Form) => Promise<void>): Promise<void> {
		await this.page.getByTestId('node-parameters').getByRole('button', { name: 'Connect to' }).click();
		const credential = new Credential(this.page);
		await fields(credential.form);
		await credential.save();
		await credential.closed();
	}

	/** Chooses a credential for the open node where it asks for one with this label. */
	async chooseCredential(label: string, name: string): Promise<void> {
		const slot = this.page.getByTestId('node-credentials-slot');
		const labelled = slot.filter({ has: this.page.getByText(label, { exact: true }) });
		await labelled.getByTestId('node-credentials-select').click();
		const named = this.page.getByText(name, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	/** The open node's parameters. */
	get parameters(): Form {
		return new Form(this.page, this.page.getByTestId('node-parameters'));
	}

	/** The open trigger's address. */
	async webhookUrl(which: 'Test URL' | 'Production URL'): Promise<string> {
		const parameters = this.page.getByTestId('node-parameters');
		const choice = parameters.getByText(which, { exact: true });
		if (!(await choice.isVisible())) await parameters.getByText('Webhook URLs').click();
		await choice.click();
		const path = which === 'Test URL' ? '/webhook-test/' : '/webhook/';
		return (await parameters.getByText(`${this.url}${path}`).last().innerText()).trim();
	}

	/** Has the open trigger wait for a test event. */
	async listen(): Promise<void> {
		await this.page.getByTestId('trigger-execute-button').click();
		await this.page.getByText('Listening for test event').waitFor();
	}

	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	/** What the output panel says of a run that failed. */
	async failure(): Promise<string> {
		const panel = this.page.getByTestId('output-panel');
		await panel.getByTestId('node-error-message').waitFor();
		return await panel.innerText();
	}

	/** Waits until this stands somewhere on the screen. */
	async shows(text: string | RegExp): Promise<string> {
		const found = this.page.getByText(text).filter({ visible: true }).first();
		await found.waitFor();
		return await found.innerText();
	}

	/** Publishes the workflow on the canvas; gives what n8n then says. */
	async publish(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		const dialog = this.page.getByTestId('workflowPublish-modal');
		await dialog.getByRole('button', { name: 'Publish' }).click();
		const said = this.page.getByRole('dialog').filter({ hasText: 'Workflow published' });
		const text = await said.innerText();
		await said.getByRole('button', { name: 'Got it' }).click();
		return text;
	}

	/** Opens the workflow's latest execution; gives how it ended. */
	async openExecution(): Promise<string> {
		await this.page.getByTestId('radio-button-executions').click();
		const list = this.page.getByTestId('current-executions-list');
		await list
			.getByTestId(/^execution-details/)
			.first()
			.click();
		const status = this.page.getByTestId('execution-preview-label');
		return await until('the execution has ended', async () => {
			const text = await status.innerText();
			return !/^(Queued|Running|Waiting)/.test(text) && text;
		});
	}

	/** Runs the workflow on the canvas by hand. */
	async runWorkflow(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').first().click();
	}

	/** The fields that n8n shows of a node's output before it ran, by name, seen from the open node that comes after it. */
	async preview(): Promise<string[]> {
		const panel = this.page.getByTestId('ndv-input-panel');
		await panel.getByText('Usually outputs the following fields').waitFor();
		const names = panel.getByTestId('run-data-schema-item').locator('[data-name]');
		type Item = { dataset: { name?: string }; getBoundingClientRect(): { top: number } };
		return await until('the fields are there', async () => {
			const all = await names.evaluateAll((items: Item[]) =>
				// the list is virtual: what stands first may come last in the document
				items
					.map((item) => ({ name: item.dataset.name ?? '', top: item.getBoundingClientRect().top }))
					.sort((a, b) => a.top - b.top)
					.map(({ name }) => name),
			);
			return all.length > 0 && all;
		});
	}

	/** Drags a field of the open node's input onto one of its parameters. */
	async mapFromInput(field: string, parameter: string): Promise<void> {
		const input = this.page.getByTestId('ndv-input-panel');
		await input.getByText('Schema', { exact: true }).click();
		const pill = input.locator(`[data-target="mappable"][data-value="{{ $json.${field} }}"]`);
		// the list is virtual: what is further down is not there before somebody scrolls
		await input.getByTestId('run-data-schema-item').first().hover();
		await until(`${field} is in view`, async () => {
			if (await pill.isVisible()) return true;
			await this.page.mouse.wheel(0, 200);
			throw new Error('it is not');
		});
		await pill.hover();
		await this.page.mouse.down();
		const target = this.page.getByTestId(`parameter-input-${parameter}`);
		const box = (await target.boundingBox())!;
		// in steps, as a hand does: n8n sees by them what it is held over
		await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 20 });
		await this.page.mouse.up();
		await target.getByText(`$json.${field}`).first().waitFor();
	}

	/** How the open node's output is shown. */
	async outputAs(view: 'Schema' | 'Table'): Promise<void> {
		await this.page.getByTestId('output-panel').getByText(view, { exact: true }).click();
	}

	/** The first row of the open node's output, as text by column, once it has these values. */
	async output(wanted: Record<string, string>): Promise<Record<string, string>> {
		const table = this.shown.getByTestId('output-panel').getByRole('table');
		return await until(`the output has ${JSON.stringify(wanted)}`, async () => {
			const columns = await table.getByRole('columnheader').allInnerTexts();
			const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
			const row = Object.fromEntries(columns.map((column, index) => [column.trim(), cells[index]?.trim()]));
			if (Object.entries(wanted).every(([column, value]) => row[column] === value)) return row;
			throw new Error(`it has ${JSON.stringify(row)}`);
		});
	}
}

/** The form of a credential. */
export class Credential {
	readonly form: Form;
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = page.getByTestId('editCredential-modal');
		this.form = new Form(page, this.dialog);
	}

	async save(): Promise<void> {
		await this.dialog.getByTestId('credential-save-button').click();
	}

	/** Waits until n8n says this in the form. */
	async says(text: string): Promise<void> {
		await this.dialog.getByText(text, { exact: true }).waitFor();
	}

	/** Presses Connect, and this button in the window that opens; gives what n8n says there, or `closed` once n8n closed it. */
	async consent(button: 'Authorize access' | 'Deny'): Promise<string> {
		const opened = this.page.waitForEvent('popup');
		await this.dialog.getByRole('button', { name: 'Connect', exact: true }).click();
		const window = await opened;
		await window.getByRole('button', { name: button }).click();
		const failed = window.getByText('Failed to connect');
		const end = await until('n8n has had the answer', async () => {
			if (window.isClosed()) return 'closed';
			return (await failed.isVisible()) && (await window.innerText('body'));
		});
		await window.close();
		return end;
	}

	/** What n8n says of a credential that did not stand the test, all details shown. */
	async refusal(): Promise<string> {
		await this.dialog.getByText('More details').click();
		return await this.dialog.innerText();
	}

	/** Closes the form; gives the credential's name. */
	async close(): Promise<string> {
		const name = await this.dialog.getByTestId('credential-name').innerText();
		await this.dialog.getByRole('button', { name: 'Close this dialog' }).click();
		await this.closed();
		return name;
	}

	async closed(): Promise<void> {
		await this.dialog.waitFor({ state: 'hidden' });
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
		await input.getByRole('textbox').or(input.getByRole('spinbutton')).fill(text);
	}

	/** Switches on what is off, or off what is on. */
	async toggle(parameter: string): Promise<void> {
		// what is clicked stands around the switch itself, which is not to be seen
		await this.within.getByTestId(`parameter-input-${parameter}`).getByRole('switch').locator('..').click();
	}

	/** Chooses from a drop-down by what it shows. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.within.getByTestId(`parameter-input-${parameter}`).click();
		const named = this.page.getByText(option, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	/** Types into a field of several choices; gives those that it then shows, in their order, and closes it. */
	async typeAhead(parameter: string, text: string): Promise<string[]> {
		const input = this.within.getByTestId(`parameter-input-${parameter}`).getByRole('combobox').first();
		await input.click();
		await input.fill(text);
		const shown = this.page.getByRole('option').filter({ visible: true });
		const names = await until('the choices are there', async () => {
			const all = await shown.allInnerTexts();
			return all.length > 0 && all.map((option) => option.split('\n')[0]);
		});
		await this.page.keyboard.press('Escape');
		return names;
	}

	/** Ticks a choice, or unticks one that is ticked, in a field of several choices; finds it by typing. */
	async tick(parameter: string, option: string): Promise<void> {
		const input = this.within.getByTestId(`parameter-input-${parameter}`).getByRole('combobox').first();
		await input.click();
		await input.fill(option);
		const named = this.page.getByText(option, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
		await this.page.keyboard.press('Escape');
	}

	/** The labels of what is on the form. */
	async shown(): Promise<string[]> {
		const labels = await this.within.getByTestId('input-label').allInnerTexts();
		return labels.map((label) => label.split('\n')[0].trim());
	}

	/** The rows that a user adds to this parameter. */
	rows(parameter: string): Form {
		return new Form(this.page, this.within.getByTestId(`fixed-collection-${parameter}`));
	}

	/** Adds a row, by what its kind is called. */
	async addRow(kind: string): Promise<void> {
		// what adds one stands below all that there are
		await this.within.getByRole('combobox').last().click();
		const named = this.page.getByText(kind, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	/** Adds one of the options of the node, or of what another `button` offers. */
	async addOption(option: string, button = /^Add option$/i): Promise<void> {
		await this.within.getByPlaceholder(button).last().click();
		const named = this.page.getByText(option, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	/** All that stands in it. */
	async text(): Promise<string> {
		return await this.within.innerText();
	}

	/** Writes into a code editor in place of what it holds. */
	async write(parameter: string, text: string): Promise<void> {
		const input = this.within.getByTestId(`parameter-input-${parameter}`).getByRole('textbox');
		await input.click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.insertText(text);
	}

	/** Picks from the list of a picker what shows this text. */
	async pick(parameter: string, text: string): Promise<void> {
		await this.within.getByTestId(`resource-locator-${parameter}`).getByTestId('rlc-input').click();
		// n8n may draw the list anew while it is clicked
		const item = this.page.getByTestId('rlc-item').filter({ hasText: text, visible: true }).first();
		await until(`${text} is picked`, async () => {
			await item.click({ timeout: 5000 });
			return true;
		});
	}

	/** Types into a picker in one of its other modes, such as By ID. */
	async name(parameter: string, mode: string, text: string): Promise<void> {
		const picker = this.within.getByTestId(`resource-locator-${parameter}`);
		await picker.getByTestId('rlc-mode-selector').click();
		await this.page.getByRole('option').filter({ hasText: mode, visible: true }).click();
		await picker.locator('input').last().fill(text);
		// n8n takes over what is typed here only once typing has paused, and shows nothing of it
		await this.page.waitForTimeout(1000);
	}

	/** Loads the resource mapper's list again, which n8n does not do by itself after a credential was chosen. */
	async refreshAttributes(): Promise<void> {
		const mapper = this.within.getByTestId('mapping-fields-container');
		await mapper.hover();
		await mapper.getByTestId('parameter-options-container').first().getByRole('button').click();
		await this.page.getByText('Refresh Attribute List').click();
	}

	/** Adds one of the columns that the resource mapper offers, by what it shows, and fills it in. */
	async map(column: string, shown: string, text: string): Promise<void> {
		await this.within.getByTestId('add-fields-select').click();
		await this.page.getByRole('menuitem', { name: shown, exact: true }).click();
		await this.fill(column, text);
	}

	/** Has the resource mapper take what the input has. */
	async mapAutomatically(): Promise<void> {
		await this.within.getByTestId('mapping-mode-select').getByRole('combobox').click();
		await this.page.getByRole('option').filter({ hasText: 'Map Automatically', visible: true }).click();
	}
}
