import type { Browser, Locator, Page } from 'playwright-core';
import type { Owner } from '../../playground/client';
import { illustrate, logIn, startBrowser } from './browser';

/** n8n's page Settings → Community nodes in a headless Chromium, used as a person does. */
export class CommunityNodes {
	private constructor(
		private readonly browser: Browser,
		private readonly page: Page,
	) {}

	/** In the n8n at `url`, which has no slash at the end. Nothing is asked outside it. */
	static async open(url: string, owner: Owner): Promise<CommunityNodes> {
		const browser = await startBrowser();
		const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
		await page.route(
			({ origin }) => origin !== url,
			async (route) => await route.abort(),
		);
		await page.goto(`${url}/settings/community-nodes`);
		await logIn(page, owner);
		return new CommunityNodes(browser, page);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** The page as n8n has it now: it looks for updates when it is opened. */
	async reload(): Promise<void> {
		await this.page.reload();
	}

	/** What stands there of the only package installed: how many nodes it has, which, and its version. */
	async installed(version: string): Promise<string> {
		const card = this.page.getByTestId('community-package-card');
		await card.getByText(`v${version}`, { exact: true }).waitFor();
		return await card.innerText();
	}

	/** Installs the first package, which is none of those that n8n has verified. */
	async install(name: string): Promise<void> {
		await this.press('Install a community node');
		const dialog = this.dialog('Install community nodes');
		await dialog.getByRole('textbox').fill(name);
		await dialog.getByText('I understand the risks of installing unverified code').click();
		await illustrate(dialog, 'install');
		await this.press('Install', dialog);
		await this.told('Package installed');
	}

	async update(): Promise<void> {
		await this.press('Update');
		await this.press('Confirm update', this.dialog('Update node package'));
		await this.told('Package updated');
	}

	async uninstall(): Promise<void> {
		await this.page.getByTestId('community-package-card').getByRole('button').last().click();
		await this.page.getByRole('menuitem', { name: 'Uninstall package' }).click();
		await this.press('Confirm uninstall', this.dialog('Uninstall node package'));
		await this.told('Package uninstalled');
		await this.page.getByRole('button', { name: 'Install a community node' }).waitFor();
	}

	private dialog(name: string): Locator {
		const heading = this.page.getByRole('heading', { name, exact: true });
		return this.page.getByRole('dialog').filter({ has: heading });
	}

	private async press(name: string, within: Locator | Page = this.page): Promise<void> {
		await within.getByRole('button', { name, exact: true }).click();
	}

	private async told(title: string): Promise<void> {
		await this.page.getByRole('alert').getByRole('heading', { name: title }).waitFor();
	}
}
