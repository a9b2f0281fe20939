import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	chromium,
	selectors,
	type Browser,
	type Locator,
	type Page,
	type PageScreenshotOptions,
} from 'playwright-core';
import type { Owner } from '../../playground/client';
import { run } from '../../playground/run';
import { root } from '../../playground/tarball';

/** Where systems keep a Chromium or Chrome. */
const places = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser named by `CHROMIUM`, or the system's; as root on Debian, where it has none, Debian's package is installed. */
async function chromiumPath(): Promise<string> {
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
		'What is on the screen is tested in Chromium: install it, or set CHROMIUM to the path of its executable',
	);
}

/** A headless Chromium; elements are found by n8n's test IDs. */
export async function startBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	// containers give root no sandbox
	return await chromium.launch({ executablePath: await chromiumPath(), args: ['--no-sandbox'] });
}

/** Logs in where n8n asks for it; n8n then goes on to the page that was wanted. */
export async function logIn(page: Page, { email, password }: Owner): Promise<void> {
	await page.locator('input[type="email"]').fill(email);
	await page.locator('input[type="password"]').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Where tests leave what was on the screen at their end, to be looked at. */
export const pictures = join(root, '.pictures');

/**
 * Takes a picture that a page of docs/ shows, without n8n's passing messages. With UPDATE_PICTURES=1 it becomes
 * docs/pictures/<name>.png.
 */
export async function illustrate(
	of: Page | Locator,
	name: string,
	options: PageScreenshotOptions = {},
): Promise<void> {
	const folder = process.env.UPDATE_PICTURES ? join(root, 'docs', 'pictures') : pictures;
	mkdirSync(folder, { recursive: true });
	const style = '.el-notification, [role="tooltip"], [data-side] { visibility: hidden }';
	await of.screenshot({ ...options, path: join(folder, `${name}.png`), animations: 'disabled', style });
}
