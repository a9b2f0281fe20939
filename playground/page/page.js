/** The playground's page: asks once a second what there is, and shows it as text. */

const base = '/_sim/page';
const find = (id) => document.getElementById(id);

/** An element with this text and these children; never HTML, for what is shown was written by somebody. */
function element(name, { text, className } = {}, ...children) {
	const made = document.createElement(name);
	if (text !== undefined) made.textContent = text;
	if (className) made.className = className;
	made.append(...children);
	return made;
}

/** What a simulator says is wrong. */
function reasonIn(text) {
	try {
		const { error, errors } = JSON.parse(text);
		return error ?? errors[0].message;
	} catch {
		return text;
	}
}

async function ask(method, path, body) {
	const response = await fetch(path, {
		method,
		...(body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${reasonIn(text)}`);
	return JSON.parse(text);
}

const absmartly = (method, path, body) => ask(method, `${base}/absmartly/${path}`, body);

/** Somebody whom the simulators do not know yet. */
function person(name) {
	const id = `${name.toLowerCase()}-${Date.now().toString(36).slice(-6)}`;
	return { external_id: id, email: `${id}@example.com`, name };
}
/** What this tab knew before it was loaded anew. */
const kept = JSON.parse(sessionStorage.getItem('playground') ?? '{}');
let customer = kept.customer ?? person('Grace');

/** The latest answer of the simulators. */
let now;

const happen = (topic, more = {}) => ask('POST', '/_sim/events', { topic, contact: customer, ...more });

async function inConversation(topic, more = {}) {
	if (!now?.conversation) throw new Error('There is no conversation yet: write as the customer first.');
	await happen(topic, { conversation: { id: now.conversation.id, ...more } });
}

const start = (body) => happen('conversation.user.created', { conversation: { body } });

const acts = {
	// a minute ago: a conversation's time is in whole seconds, and what came before the exposure does not count
	visit: () =>
		absmartly('POST', 'exposures', [
			{
				experiment: 'support_entry_point',
				unit: 'user_id',
				uid: customer.external_id,
				exposedAt: Date.now() - 60_000,
			},
		]),
	start: () => start(find('customer-text').value || 'Hello, can you help me?'),
	assign: () => inConversation('conversation.admin.assigned'),
	snooze: () => inConversation('conversation.admin.snoozed'),
	close: () => inConversation('conversation.admin.closed'),
	open: () => inConversation('conversation.admin.opened'),
	signUp() {
		customer = person('Alan');
		return happen('contact.user.created');
	},
	async outage() {
		const before = now?.goalsOfCustomer ?? 0;
		await absmartly('POST', 'outage', { ms: 2000 });
		await start('I write while the collector is down.');
		seen.goalsBefore = before;
	},
	async duplicate() {
		const last = now?.deliveries.find(({ topic }) => topic === 'conversation.user.created');
		if (!last) throw new Error('No conversation was delivered yet: write as the customer first.');
		await ask('POST', '/_sim/redeliver', { notificationId: last.notificationId });
		seen.duplicate = last.notificationId;
	},
};

const intercom = (method, path, body) => ask(method, `/_sim/${path}`, body);

const refusal = (name, control, answer) => ({
	isOn: () => now.faults.some((fault) => fault.name === name),
	async turn(on) {
		await control('DELETE', `faults?name=${name}`);
		if (on) await control('POST', 'faults', [{ name, ...answer }]);
	},
});

const limit = { times: 2, status: 429, headers: { 'retry-after': '1' } };

const faults = {
	fault: refusal('fault', absmartly, { match: 'PUT /v1/*', times: 1, status: 503 }),
	limit: refusal('limit', absmartly, { match: 'PUT /v1/*', ...limit }),
	intercomFault: refusal('intercomFault', intercom, { match: '*', times: 2, status: 503 }),
	intercomLimit: refusal('intercomLimit', intercom, { match: '*', ...limit }),
	slow: {
		isOn: () => now.answerDelayMs > 0,
		turn: (on) => ask('PUT', '/_sim/settings', { answerDelayMs: on ? 6000 : 0 }),
	},
};

/** What only the page knows of what was done: what was delivered once more, the goals before the outage, links opened. */
const seen = { duplicate: undefined, goalsBefore: undefined, execution: false };

const isDelivered = ({ state }) => state === 'delivered';

/** The checklist, with what to press in asterisks; a step stays ticked, also for the next customer. */
const steps = [
	['Press *Visit the website*: the customer takes part in an experiment.', () => now.exposed],
	['Press *Send*: the customer writes.', () => now.conversation !== null],
	[
		'Intercom tells n8n, with a signature: see *Webhook deliveries*.',
		() => now.conversation && now.deliveries.some((each) => isDelivered(each) && each.signature),
	],
	['The workflow sends the goal to ABsmartly: see *Goals*.', () => now.goalsOfCustomer > 0],
	[
		'The experiment counts it: see *Metrics*, attributed.',
		() => now.goals.some(({ uid, obstacle }) => uid === customer.external_id && !obstacle),
	],
	[
		'Open the *execution* beside the delivery, and in n8n double-click a node: what it did.',
		() => seen.execution,
	],
	[
		'Press *Deliver the last conversation again*: no second goal.',
		() =>
			now.deliveries.some(
				(each) => each.notificationId === seen.duplicate && each.attempt > 1 && isDelivered(each),
			) && now.metrics.every((metric) => metric.count === metric.unique_event_keys),
	],
	[
		'Press *Collector down for 2 s*: the goal comes all the same.',
		() => seen.goalsBefore !== undefined && now.goalsOfCustomer > seen.goalsBefore,
	],
	[
		'Make your own. In n8n open a workflow such as *Intercom events → ABsmartly goals*, or bring in a file of templates/: *Create workflow*, menu *⋯ → Import → From file*, and choose each node’s credential. *Publish*; save the *Production URL* of Intercom Trigger under *Intercom’s webhook*; then do what it waits for.',
		() => now.webhook !== now.firstWebhook,
	],
].map(([title, isDone], index) => ({ title, isDone, done: kept.done?.[index] ?? false }));

const sections = Object.fromEntries(
	[...document.querySelectorAll('h2')].map(({ textContent, id }) => [textContent, `#${id}`]),
);

/** What stands in asterisks: a section of this page, or something to press. */
function emphasis(text) {
	const made = element(sections[text] ? 'a' : 'strong', { text });
	if (sections[text]) made.href = sections[text];
	return made;
}

const emphasised = (text) => text.split('*').map((part, index) => (index % 2 ? emphasis(part) : part));

/** Makes these the children; those that are there already stay untouched, so that focus, selection and scroll do. */
function show(parent, children) {
	const old = [...parent.childNodes];
	const wanted = children.map((child) => {
		const index = old.findIndex((one) => one.isEqualNode(child));
		return index < 0 ? child : old.splice(index, 1)[0];
	});
	for (const gone of old) gone.remove();
	let next = parent.firstChild;
	let changed = old.length > 0;
	for (const child of wanted) {
		if (child === next) {
			next = next.nextSibling;
		} else {
			parent.insertBefore(child, next);
			changed = true;
		}
	}
	return changed;
}

/** Long names may break after a dot and an underscore, addresses before a slash. */
const breakable = (text) =>
	String(text)
		.split(/(?<=[._])|(?=\/)/)
		.flatMap((part) => [part, element('wbr')]);

/** A table: columns by title, each an element, a text, or [text, class] of the row. */
function table(id, columns, rows, empty) {
	const titles = Object.keys(columns);
	const cells = (row) =>
		Object.values(columns).map((column) => {
			const [content, className] = [column(row)].flat();
			const isElement = content instanceof Element;
			return element('td', { className }, ...(isElement ? [content] : breakable(content ?? '–')));
		});
	const none = element('td', { text: empty, className: 'quiet' });
	none.colSpan = titles.length;
	const made = rows.length > 0 ? rows.map(cells) : [[none]];
	const [head, body] = [
		find(id).tHead ?? find(id).createTHead(),
		find(id).tBodies[0] ?? find(id).createTBody(),
	];
	show(head, [element('tr', {}, ...titles.map((text) => element('th', { text })))]);
	show(
		body,
		made.map((each) => element('tr', {}, ...each)),
	);
}

const time = (ms) => [new Date(ms).toLocaleTimeString(), 'time'];
const status = (code) => [String(code ?? 'none'), code !== null && code < 400 ? 'good' : 'bad'];

/** Why the experiment does not count a goal. */
const obstacles = {
	unit_never_exposed: 'never visited',
	before_exposure: 'before the visit',
};
const reason = (obstacle) => obstacles[obstacle] ?? obstacle;

const reasons = (counts) =>
	Object.entries(counts)
		.map(([obstacle, count]) => `${count} ${reason(obstacle)}`)
		.join(', ');

/** A goal's properties without keys and ids. */
const told = (properties) =>
	Object.entries(properties)
		.filter(([name]) => !/_(key|id)$/.test(name))
		.map(([name, value]) => `${name}: ${value}`)
		.join(', ') || '–';

/** What n8n did with a delivery: the execution that it started, or n8n's word why there is none. */
function outcome({ execution, answer }) {
	if (!execution) {
		const [, message] = /"message":"([^"]*)"/.exec(answer) ?? [];
		return [message ?? '–', 'outcome quiet'];
	}
	const { id, status, url } = execution;
	const link = element('a', { text: `Execution ${id}: ${status}` });
	Object.assign(link, { href: url, target: '_blank', rel: 'noopener' });
	return [link, status === 'success' ? 'outcome' : 'outcome bad'];
}

/** Sets the text only where it differs: a live region would be read out anew. */
function say(id, text) {
	if (find(id).textContent !== text) find(id).textContent = text;
}

/** Where the conversation stands, in a few words. */
function stateOf({ conversation, tickets, goalsOfCustomer }) {
	if (!conversation && !tickets) return 'No conversation yet.';
	const { state, rating, tags = [] } = conversation ?? {};
	const facts = [
		state,
		rating && `rated ${rating}`,
		tags.length > 0 && `tagged ${tags.join(', ')}`,
		tickets > 0 && `tickets: ${tickets}`,
		`goals: ${goalsOfCustomer}`,
	];
	return `Now: ${facts.filter(Boolean).join('; ')}.`;
}

function renderLinks({ links, webhook, firstWebhook }) {
	find('n8n').hidden = !links;
	if (links) {
		find('editor').href = links.workflows;
		find('executions').href = links.executions;
		say('email', links.email);
		say('password', links.password);
	}
	find('back').hidden = webhook === firstWebhook;
	find('url').value ||= webhook ?? '';
}

/** A page that was left open while the simulators were started anew knows what they do not. */
function beginAnew({ run }) {
	if (!kept.run || kept.run === run) return false;
	sessionStorage.removeItem('playground');
	location.reload();
	return true;
}

function renderSteps() {
	for (const step of steps) step.done ||= Boolean(step.isDone());
	Object.assign(kept, { run: now.run, customer, done: steps.map(({ done }) => done) });
	sessionStorage.setItem('playground', JSON.stringify(kept));
	const next = steps.find(({ done }) => !done);
	show(
		find('steps'),
		steps.map((step) => {
			const item = element('li', { className: step.done ? 'done' : '' });
			item.append(step.done ? '✓ Done: ' : '', ...emphasised(step.title));
			if (step === next) item.setAttribute('aria-current', 'step');
			return item;
		}),
	);
}

function render() {
	say('customer', `${customer.name} (${customer.external_id})`);
	say('state', stateOf(now));
	const messages = (now.conversation?.said ?? []).map(({ by, name, text }) =>
		element('p', { className: by }, element('strong', { text: name }), element('span', { text })),
	);
	if (show(find('said'), messages)) find('said').scrollTop = find('said').scrollHeight;
	renderLinks(now);
	renderSteps();

	for (const button of document.querySelectorAll('[data-fault]'))
		button.setAttribute('aria-pressed', String(faults[button.dataset.fault].isOn()));

	table(
		'deliveries',
		{
			Topic: ({ topic }) => topic,
			'In n8n': outcome,
			Answer: (row) => status(row.status),
			State: ({ state }) => [state, state === 'delivered' ? 'good' : 'bad'],
			Try: ({ attempt }) => attempt,
			Time: ({ at }) => time(at),
			ms: ({ ms }) => ms,
			Signature: ({ signature }) => signature && `${signature.slice(0, 13)}…`,
		},
		now.deliveries,
		'None yet. Write as the customer.',
	);
	table(
		'goals',
		{
			Goal: ({ name }) => name,
			Counts: ({ obstacle }) => (obstacle ? [`no, ${reason(obstacle)}`, 'bad'] : ['yes', 'good']),
			Unit: ({ uid }) => uid,
			Properties: ({ properties }) => told(properties),
			Time: ({ at }) => time(at),
		},
		now.goals,
		'None yet. They come with the first conversation.',
	);
	table(
		'metrics',
		{
			Goal: (row) => row.goal_name,
			Events: ({ count }) => count,
			'Different events': (row) => row.unique_event_keys,
			Units: (row) => row.unique_units,
			Attributed: ({ attributed }) => attributed,
			'Not attributed': ({ unattributed }) => reasons(unattributed) || '–',
		},
		now.metrics,
		'None yet. They come with the first goal.',
	);
	table(
		'calls',
		{
			Call: ({ method, path }) => `${method} ${path}`,
			Status: (row) => status(row.status),
			To: ({ system }) => system,
			Time: ({ at }) => time(at),
		},
		now.calls,
		'None yet.',
	);
}

async function refresh() {
	try {
		now = await ask('GET', `${base}/now?customer=${encodeURIComponent(customer.external_id)}`);
		if (beginAnew(now)) return;
		render();
		if (find('problem').dataset.from === 'refresh') complain('');
	} catch (error) {
		complain(`The simulators do not answer (${error.message}). Is npm start still running?`, 'refresh');
	}
}

function complain(text, from = '') {
	find('problem').textContent = text;
	find('problem').dataset.from = from;
}

/** Does it and shows what came of it, or why it could not be. */
async function attempt(work) {
	try {
		await work();
		complain('');
	} catch (error) {
		complain(error.message);
	}
	await refresh();
}

async function saveWebhook(url) {
	const { status } = await intercom('PUT', 'webhook', { url, topics: ['*'] }).catch(() => ({}));
	say(
		'saved',
		status
			? `Saved: n8n answered ${status}.`
			: 'Not saved: nothing answers there. Is the workflow published, and is this its Production URL?',
	);
}

/** Does this with the form's text when it is sent; `clear` empties the field then. */
function onSend(form, send, { clear = false } = {}) {
	const field = find(form).querySelector('input');
	find(form).addEventListener('submit', (event) => {
		event.preventDefault();
		void attempt(async () => {
			await send(field.value);
			if (clear) field.value = '';
		});
	});
}

onSend(
	'as-customer',
	(body) => (now?.conversation ? inConversation('conversation.user.replied', { body }) : start(body)),
	{ clear: true },
);
onSend('as-team', (body) => inConversation('conversation.admin.replied', { body }), { clear: true });
onSend('tag', (tag) => inConversation('conversation_part.tag.created', { tag }));
onSend('ticket', (title) => happen('ticket.created', { ticket: { title } }));
onSend('webhook', saveWebhook);
find('back').addEventListener('click', () => {
	find('url').value = now.firstWebhook;
	void attempt(() => saveWebhook(now.firstWebhook));
});
for (const button of document.querySelectorAll('[data-rating]'))
	button.addEventListener('click', () => {
		const wish = { rating: Number(button.dataset.rating), remark: find('remark').value };
		void attempt(() => inConversation('conversation.rating.added', wish));
	});
for (const button of document.querySelectorAll('[data-act]'))
	button.addEventListener('click', () => attempt(acts[button.dataset.act]));
for (const button of document.querySelectorAll('[data-fault]'))
	button.addEventListener('click', () => {
		const on = button.getAttribute('aria-pressed') !== 'true';
		void attempt(() => faults[button.dataset.fault].turn(on));
	});
document.addEventListener('click', ({ target }) => {
	seen.execution ||= target.closest('#executions, #deliveries a') !== null;
});

/** One question after the other, also where an answer takes its time. */
async function watch() {
	await refresh();
	setTimeout(watch, 1000);
}
void watch();
