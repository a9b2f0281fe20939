import type { Page } from 'playwright-core';
import { Editor, type Credential } from '../e2e/editor';

/** The editor as it was in n8n 1: workflows are saved and switched active instead of published. */
export class OlderEditor extends Editor {
	override async newCredential(type: string): Promise<Credential> {
		await this.add('Credential');
		return await this.chosenCredential(type);
	}

	override async newWorkflow(): Promise<void> {
		await this.leaveFor(this.page.getByTestId('canvas-add-button'), () => this.add('Workflow'));
	}

	override async importFromFile(path: string): Promise<void> {
		await this.page.getByTestId('workflow-menu').click();
		const chooser = this.page.waitForEvent('filechooser');
		await this.page.getByRole('menuitem', { name: 'Import from File' }).click();
		await (await chooser).setFiles(path);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	override async chooseCredential(label: string, name: string): Promise<void> {
		const asked = this.page.getByTestId('credentials-label');
		const labelled = asked.filter({ hasText: new RegExp(`Credential to connect with|${label}`) });
		await labelled.getByTestId('node-credentials-select').click();
		const named = this.page.getByText(name, { exact: true });
		await this.page.getByRole('option').filter({ has: named, visible: true }).click();
	}

	override async closeNode(): Promise<void> {
		await this.page.getByText('Back to canvas').click();
		await this.page.getByTestId('node-parameters').waitFor({ state: 'hidden' });
	}

	override async publish(): Promise<string> {
		await this.page.getByTestId('workflow-save-button').click();
		await this.page.getByTestId('workflow-activate-switch').click();
		const said = this.page.getByRole('dialog').filter({ hasText: 'Workflow activated' });
		const text = await said.innerText();
		await said.getByRole('button', { name: 'Got it' }).click();
		return text;
	}

	/** n8n 1 shows an execution in a frame of its own. */
	protected override get shown(): Pick<Page, 'getByTestId'> {
		return /\/executions\//.test(this.page.url()) ? this.page.frameLocator('iframe') : this.page;
	}

	/** By the plus in the sidebar. */
	private async add(what: 'Credential' | 'Workflow'): Promise<void> {
		await this.page.getByTestId('universal-add').click();
		await this.page.getByTestId('navigation-menu-item').getByText(what, { exact: true }).click();
	}
}
