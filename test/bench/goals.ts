import { only, stubCredentials } from './contestants';
import { complete } from './create';
import { alternate, type Row } from './results';
import { size } from './size';
import type { BenchWorld } from './world';
import { absmartly, httpRequest, onItems, type Measured } from './workflows';

/** (d) Goals sent to ABsmartly: by Goal → Track, with units and time from the event, and one PUT for each. */

const GOAL = 'intercom_conversation_started';

/** What Track sends for one event, as somebody would write it into HTTP Request. */
const BODY = `={{ JSON.stringify({
	publishedAt: Date.now(),
	units: [{ type: "user_id", uid: $json.contact.externalId }],
	goals: [{ name: "${GOAL}", achievedAt: $json.occurredAtMs, properties: { event_key: $json.eventKey } }],
}) }}`;

export async function goals(world: BenchWorld): Promise<Row[]> {
	const held = await stubCredentials(world);
	const track = (options = {}): Measured =>
		absmartly(
			{
				resource: 'goal',
				operation: 'track',
				goalName: { __rl: true, mode: 'name', value: GOAL },
				...options,
			},
			{ credentials: only(held, 'absmartlyApi') },
		);
	const nodes = {
		ours: track(),
		oursWithoutDeduplicate: track({ options: { deduplicate: false } }),
		httpRequest: httpRequest(
			{
				method: 'PUT',
				url: `${world.stub.url}/v1/context`,
				sendHeaders: true,
				headerParameters: {
					parameters: [
						{ name: 'X-Agent', value: 'n8n' },
						{ name: 'X-Environment', value: 'production' },
						{ name: 'X-Application', value: 'www' },
					],
				},
				sendBody: true,
				specifyBody: 'json',
				jsonBody: BODY,
				options: {},
			},
			{ credentials: only(held, 'httpHeaderAuth') },
		),
	};
	const facts: Record<string, Record<string, number>> = {};
	const contestant = async (name: string, node: Measured) => {
		const workflow = await world.workflow(onItems(`goals-${name}`, node));
		return async (n: number) => {
			await world.stub.begin({});
			const { ms } = complete(name, await world.call(workflow, n), n);
			const { requests, distinct, written } = await world.stub.counted();
			if (distinct !== n || written !== n) throw new Error(`${name}: ${distinct} goals of ${n}, ${written}`);
			facts[name] = { requests };
			return ms;
		};
	};
	const runs = {
		httpRequest: await contestant('httpRequest', nodes.httpRequest),
		ours: await contestant('ours', nodes.ours),
		oursWithoutDeduplicate: await contestant('oursWithoutDeduplicate', nodes.oursWithoutDeduplicate),
	};
	// the first run of a node type pays for its loading
	for (const run of Object.values(runs)) await run(20);
	const rows: Row[] = [];
	const measure = async (rounds: number, n: number) => {
		const times = Object.entries(runs).map(([name, run]) => [name, async () => await run(n)]);
		const values = await alternate(
			rounds,
			Object.fromEntries(times) as Record<string, () => Promise<number>>,
		);
		for (const [name, measured] of Object.entries(values))
			rows.push({ contestant: name, n, unit: 'ms', values: measured, facts: facts[name] });
	};
	await measure(size.rounds, size.n);
	if (size.large > 0) await measure(1, size.large);
	return rows;
}
