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

async function ask(method, path, body) {
	const response = await fetch(path, {
		method,
		...(body !== undefined && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
	return JSON.parse(text);
}

const absmartly = (method, path, body) => ask(method, `${base}/absmartly/${path}`, body);

const person = (id, name) => ({ external_id: id, email: `${id}@example.com`, name });
let customer = person(`ada-${Date.now()}`, 'Ada');

/** The latest answer of the simulators. */
let now;

const happen = (topic, more = {}) => ask('POST', '/_sim/events', { topic, contact: customer, ...more });

const inConversation = (topic, more = {}) =>
	happen(topic, { conversation: { ...(now?.conversation && { id: now.conversation.id }), ...more } });

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
	rate: () => inConversation('conversation.rating.added', { rating: 5 }),
	tag: () => inConversation('conversation_part.tag.created', { tag: 'urgent' }),
	close: () => inConversation('conversation.admin.closed'),
	ticket: () => happen('ticket.created', { ticket: { title: 'It does not work' } }),
	signUp() {
		customer = person(`grace-${Date.now()}`, 'Grace');
		return happen('contact.user.created');
	},
	async outage() {
		const before = now?.goalsOfCustomer ?? 0;
		await absmartly('POST', 'outage', { ms: 2000 });
		await start('I write while the collector is down.');
		seen.goalsBefore = before;
	},
	async duplicate() {
		const last = now?.deliveries.find(({ notificationId }) => notificationId);
		if (!last) throw new Error('Nothing was delivered yet: write as the customer first.');
		await ask('POST', '/_sim/redeliver', { notificationId: last.notificationId });
		seen.duplicate = true;
	},
};

const refusal = (name, answer) => ({
	isOn: () => now.faults.some((fault) => fault.name === name),
	async turn(on) {
		await absmartly('DELETE', `faults?name=${name}`);
		if (!on) return;
		await absmartly('POST', 'faults', [{ name, match: 'PUT /v1/*', ...answer }]);
	},
});

const faults = {
	fault: refusal('fault', { times: 1, status: 503 }),
	limit: refusal('limit', { times: 2, status: 429, headers: { 'retry-after': '1' } }),
	slow: {
		isOn: () => now.answerDelayMs > 0,
		turn: (on) => ask('PUT', '/_sim/settings', { answerDelayMs: on ? 6000 : 0 }),
	},
};

/** What only the page knows of what was done. */
const seen = { duplicate: false, goalsBefore: undefined, executions: false };

/** The checklist; a step stays ticked, also for the next customer. */
const steps = [
	['Visit the website: the customer takes part in an experiment', () => now.exposed],
	['Write as the customer', () => now.conversation !== null],
	[
		'Intercom’s webhook is delivered, signed',
		() => now.deliveries.some(({ state, signature }) => state === 'delivered' && signature),
	],
	['ABsmartly has the goal', () => now.goalsOfCustomer > 0],
	[
		'The experiment counts it',
		() => now.goals.some(({ uid, obstacle }) => uid === customer.external_id && !obstacle),
	],
	[
		'Deliver it again: no second goal',
		() =>
			seen.duplicate &&
			now.deliveries.some(({ attempt, state }) => attempt > 1 && state === 'delivered') &&
			now.metrics.length > 0 &&
			now.metrics.every((metric) => metric.count === metric.unique_event_keys),
	],
	[
		'Take the collector down while the customer writes: the goal comes all the same',
		() => seen.goalsBefore !== undefined && now.goalsOfCustomer > seen.goalsBefore,
	],
	['Look into n8n’s executions (link above)', () => seen.executions],
].map(([title, isDone]) => ({ title, isDone, done: false }));

/** Puts the children in place only when they differ from those there, so that selection and scroll stay. */
function show(parent, children) {
	const made = parent.cloneNode(false);
	made.append(...children);
	if (made.isEqualNode(parent)) return false;
	parent.replaceChildren(...made.childNodes);
	return true;
}

/** A table: columns by title, each a text of the row, or [text, class]. */
function table(id, columns, rows, empty) {
	const head = element('tr', {}, ...Object.keys(columns).map((text) => element('th', { text })));
	const line = (row) =>
		element(
			'tr',
			{},
			...Object.values(columns).map((cell) => {
				const [text, className] = [cell(row)].flat();
				return element('td', { text: text ?? '–', className });
			}),
		);
	const body = rows.length > 0 ? rows.map(line) : [element('tr', {}, element('td', { text: empty }))];
	show(find(id), [element('thead', {}, head), element('tbody', {}, ...body)]);
}

const time = (ms) => new Date(ms).toLocaleTimeString();
const status = (code) => [String(code ?? 'none'), code !== null && code < 400 ? 'good' : 'bad'];
const entries = (object) =>
	Object.entries(object)
		.map(([name, value]) => `${name} ${value}`)
		.join(', ') || '–';

function render() {
	const { conversation, links } = now;
	find('customer').textContent = `${customer.name} (${customer.external_id})`;
	const facts = conversation
		? [
				conversation.state,
				conversation.rating && `rated ${conversation.rating}`,
				conversation.tags > 0 && 'tagged',
			]
		: ['No conversation yet'];
	if (now.tickets > 0) facts.push(`tickets: ${now.tickets}`);
	const state = `${facts.filter(Boolean).join(', ')}.`;
	if (find('state').textContent !== state) find('state').textContent = state;
	const messages = (conversation?.said ?? []).map(({ by, name, text }) =>
		element('li', { className: by }, element('strong', { text: name }), element('span', { text })),
	);
	if (show(find('said'), messages)) find('said').scrollTop = find('said').scrollHeight;

	find('executions').hidden = !links.executions;
	if (links.executions) find('executions').href = links.executions;

	for (const step of steps) step.done ||= step.isDone();
	show(
		find('steps'),
		steps.map(({ title, done }) =>
			element('li', { text: `${done ? '✓ Done: ' : ''}${title}`, className: done ? 'done' : '' }),
		),
	);

	for (const button of document.querySelectorAll('[data-fault]'))
		button.setAttribute('aria-pressed', String(faults[button.dataset.fault].isOn()));

	table(
		'deliveries',
		{
			Topic: ({ topic }) => topic,
			Status: (row) => status(row.status),
			State: ({ state }) => [state, state === 'delivered' ? 'good' : 'bad'],
			Attempt: ({ attempt }) => attempt,
			ms: ({ ms }) => ms,
			Signature: ({ signature }) => signature && `${signature.slice(0, 13)}…`,
		},
		now.deliveries,
		'None yet.',
	);
	table(
		'goals',
		{
			Time: ({ at }) => time(at),
			Goal: ({ name }) => name,
			Unit: ({ uid }) => uid,
			Counts: ({ obstacle }) => (obstacle ? [`no: ${obstacle}`, 'bad'] : ['yes', 'good']),
		},
		now.goals,
		'None yet.',
	);
	table(
		'metrics',
		{
			Goal: (row) => row.goal_name,
			Events: ({ count }) => count,
			'Different events': (row) => row.unique_event_keys,
			Units: (row) => row.unique_units,
			Attributed: ({ attributed }) => attributed,
			'Not attributed': ({ unattributed }) => entries(unattributed),
		},
		now.metrics,
		'None yet.',
	);
	table(
		'calls',
		{
			Time: ({ at }) => time(at),
			To: ({ system }) => system,
			Call: ({ method, path }) => `${method} ${path}`,
			Status: (row) => status(row.status),
		},
		now.calls,
		'None yet.',
	);
}

async function refresh() {
	try {
		now = await ask('GET', `${base}/now?customer=${encodeURIComponent(customer.external_id)}`);
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

function onSend(form, input, send) {
	find(form).addEventListener('submit', (event) => {
		event.preventDefault();
		const field = find(input);
		void attempt(async () => {
			await send(field.value);
			field.value = '';
		});
	});
}

onSend('as-customer', 'customer-text', (body) =>
	now?.conversation ? inConversation('conversation.user.replied', { body }) : start(body),
);
onSend('as-team', 'team-text', (body) => inConversation('conversation.admin.replied', { body }));
for (const button of document.querySelectorAll('[data-act]'))
	button.addEventListener('click', () => attempt(acts[button.dataset.act]));
for (const button of document.querySelectorAll('[data-fault]'))
	button.addEventListener('click', () => {
		const on = button.getAttribute('aria-pressed') !== 'true';
		void attempt(() => faults[button.dataset.fault].turn(on));
	});
find('executions').addEventListener('click', () => {
	seen.executions = true;
});

/** One question after the other, also where an answer takes its time. */
async function watch() {
	await refresh();
	setTimeout(watch, 1000);
}
void watch();
