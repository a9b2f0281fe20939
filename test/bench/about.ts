import { median, type Row, type Scenario } from './results';

/** What each scenario compares, whom with, and whose median is 1. */
export const about: Record<string, { title: string; text: string; reference: string }> = {
	create: {
		title: 'Create contacts',
		text: '40 ms a request, no rate limit, TLS. `ours` maps the input automatically, `oursWithExpressions` has five parameters that are expressions. `httpRequest` has five body fields that are expressions, `httpRequestJson` the whole item as one; `httpRequestBatched` sends 20 every 120 ms. `builtIn` is n8n’s own Intercom node (User → Create of API 1.x). `intercom-client` and `undici` run without n8n, 20 requests in flight. MB is the process’s peak above what it had before the call: each closed connection holds some 50 KB outside V8’s heap until a full collection, and ours tells V8 of it. n8n opens a connection for each request of its nodes, and its HTTP Request node reads and decrypts the credential for each; ours reads it once a run.',
		reference: 'ours',
	},
	limit: {
		title: 'Under a rate limit',
		text: 'Create or Update by external ID, reserve 0, against the Intercom simulator (windows of 10 seconds, 40 ms a request); the optimum is the shortest time in which the requests fit into the windows. “Half as many a window” allows half of the items in each, so that the limit binds on any machine. Where one in 50 requests fails, it is answered 429, or its connection is dropped before or after the work is done; `lost` is not in Intercom, `failed` is what the node says.',
		reference: 'optimum',
	},
	limitBeside: {
		title: 'Beside n8n’s own nodes under a rate limit',
		text: '200 items at 100 requests a window and 5 ms, by our Create or Update and by n8n’s own nodes in the settings that a user can choose; “paced by hand” sends 10 a second. A time counts for something only where nothing is lost. `doubled` is written more than once.',
		reference: 'ours',
	},
	read: {
		title: 'Read contacts',
		text: '150 a page, 40 ms a page, each page’s cursor in the one before. `httpRequest` gives one item a page, which another node must split; ours gives one a contact. MB is the peak above what the process had before the call, for 100,000 contacts once, beside a Code node that gives out the same items: n8n itself holds and saves them.',
		reference: 'optimum',
	},
	goals: {
		title: 'Send goals to ABsmartly',
		text: '40 ms a request. `ours` is Goal → Track with Deduplicate as it is from the start, units and time taken from the event; `httpRequest` sends one PUT a goal.',
		reference: 'ours',
	},
	webhooks: {
		title: 'Accept webhooks',
		text: 'Bodies of 2 KB over 10 connections, a workflow that does nothing behind the trigger. n8n starts an expression engine for every webhook but those of its bare Webhook node, whoever wrote the trigger.',
		reference: 'githubTrigger',
	},
	cpu: {
		title: 'CPU of our own code',
		text: 'Without n8n’s HTTP helper and expressions: building the request, the whole node in n8n-core with a helper that answers at once, and a webhook’s signature, parsing and decision.',
		reference: 'node without HTTP',
	},
	size: {
		title: 'Size of the node',
		text: 'What the description of Intercom Plus costs n8n before anything is done, beside n8n’s own HubSpot node: the CPU time of `new Workflow` with one node (resource Contact, batches in turn in one process), the description’s JSON, and the time of `require` in a fresh process.',
		reference: 'hubspot',
	},
};

/** 3 significant digits. */
export const figure = (value: number): string =>
	value === 0
		? '0'
		: Math.abs(value) >= 100
			? String(Math.round(value))
			: String(Number(value.toPrecision(3)));

/** A row's median over the reference's of the same size and unit, or over the reference of its own. */
export function ratio({ rows }: Scenario, row: Row, reference: string): number | undefined {
	const own = `${row.contestant}, ${reference}`;
	const base = rows.find(
		({ contestant, n, unit }) => [reference, own].includes(contestant) && n === row.n && unit === row.unit,
	);
	return base && median(row.values) / median(base.values);
}
