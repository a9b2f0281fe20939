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
		text: 'Bodies of 2 KB, n8n at its defaults, a workflow that does nothing behind the trigger; N is the number of connections, each of which sends its next delivery once the last one is answered. n8n starts an expression engine for every delivery but those to its bare Webhook node, whoever wrote the trigger, and another one for the execution. `oursCollecting` has Collect Events at 250 ms, `oursIgnoring` gets a topic that was not chosen, `oursRefusing` a wrong signature. CPU is that of the n8n process until no execution is under way.',
		reference: 'githubTrigger',
	},
	webhooksLazy: {
		title: 'Accept webhooks, engines on demand',
		text: 'The same with `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true` (n8n 2.40 and later).',
		reference: 'githubTrigger',
	},
	endToEnd: {
		title: 'From a delivery to a goal',
		text: 'Signed deliveries over 200 connections (N) to the template _Intercom conversation → ABsmartly goal_, until the last goal is in the simulated ABsmartly, each exactly once. `defaults` is n8n as installed, without Collect Events; `lazyCollecting` has engines on demand and Collect Events at 250 ms. The two take turns.',
		reference: 'defaults',
	},
	queue: {
		title: 'Queue mode, by kind of process',
		text: 'CPU that a signed delivery costs until it is a goal (the template _Intercom conversation → ABsmartly goal_), all processes together; the facts say of which. Two webhook processes with 50 connections each, two workers, PostgreSQL, Redis; its size for your load: [queue mode](queue-mode.md#how-big).',
		reference: 'defaults',
	},
	cpu: {
		title: 'CPU of our own code',
		text: 'Without n8n’s HTTP helper and expressions: building the request, the whole node in n8n-core with a helper that answers at once, and a webhook’s signature, parsing and decision.',
		reference: 'node without HTTP',
	},
	size: {
		title: 'Size of the node',
		text: 'What the description of Intercom Plus costs n8n before anything is done, beside n8n’s own HubSpot node: the CPU time of `new Workflow` with one node (resource Contact, batches in turn in one process), the description’s JSON, and the time of `require` in a fresh process. n8n walks all parameters of a node for each workflow that it makes, partly once for each name among them, and each of the resources needs a list of operations of its own: 231 operations in one node hold the CPU where it is. The forms of the three searches hold the size: they list every field with its operators and pickers, once for filters and once more for their groups.',
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
