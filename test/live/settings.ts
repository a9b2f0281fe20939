import { isSafeAddress } from '../../nodes/core/http/address';
import { DEFAULT_VERSION, hosts } from '../../nodes/Intercom/connection/hosts';

/** What a person got wrong, in a sentence for them. */
export class Wrong extends Error {}

export type Settings = {
	/** Never printed, and sent to `baseUrl` only. */
	token: string;
	baseUrl: string;
	/** us, eu, au or custom. */
	region: string;
	/** `Intercom-Version`, where an operation needs no later one. */
	version: string;
	write: boolean;
	/** Whether to write in a workspace with many contacts too. */
	production: boolean;
	/** The file that the report goes to. */
	report: string;
};

/** The versions that the simulator plays: 2.7 to 2.16. */
const isPlayed = (version: string): boolean => /^2\.([7-9]|1[0-6])$/.test(version);

function addressOf(region: string, custom: string): string {
	if (Object.hasOwn(hosts, region)) return hosts[region as keyof typeof hosts].api;
	if (region !== 'custom') throw new Wrong('INTERCOM_REGION is us, eu, au or custom');
	if (isSafeAddress(custom) && new URL(custom).username === '') return custom.replace(/\/+$/, '');
	throw new Wrong(
		'INTERCOM_BASE_URL must be an https:// address (http:// only for this machine) and hold no user or password',
	);
}

/**
 * What to do, by the environment (INTERCOM_ACCESS_TOKEN, INTERCOM_REGION, INTERCOM_BASE_URL, INTERCOM_API_VERSION) and
 * the arguments (`--write`, `--production`, `--report FILE`). Throws `Wrong`.
 */
export function readSettings(env: Record<string, string | undefined>, args: string[]): Settings {
	const token = env.INTERCOM_ACCESS_TOKEN?.trim() ?? '';
	if (!token) throw new Wrong('Set INTERCOM_ACCESS_TOKEN to the access token of a workspace for testing');
	if (/[^\x21-\x7e]/.test(token)) throw new Wrong('INTERCOM_ACCESS_TOKEN is no token: it has spaces in it');
	const custom = env.INTERCOM_BASE_URL?.trim() ?? '';
	const region = env.INTERCOM_REGION?.trim() || (custom ? 'custom' : 'us');
	const version = env.INTERCOM_API_VERSION?.trim() || DEFAULT_VERSION;
	if (!isPlayed(version))
		throw new Wrong('INTERCOM_API_VERSION is 2.7 to 2.16, which the simulator plays too');
	const given = { write: false, production: false, report: 'intercom-live.md' };
	const rest = [...args];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		if (word === '--write' || word === '--production') given[word.slice(2) as 'write'] = true;
		else if (word === '--report' && rest[0]) given.report = String(rest.shift());
		else throw new Wrong(`What is ${word}? It takes --write, --production and --report FILE`);
	}
	return { token, region, baseUrl: addressOf(region, custom), version, ...given };
}
