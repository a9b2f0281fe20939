import { AbsmartlyEventTrigger } from '../../../nodes/Absmartly/AbsmartlyEventTrigger.node.ts';
import { knownEvents } from '../../../nodes/Absmartly/webhook/events';
import { webhookEvents } from '../../simulators/absmartly/console/webhookEvents';

const { properties, credentials } = new AbsmartlyEventTrigger().description;
const bytes = (value: unknown) => JSON.stringify(value).length;

it('offers the events that are known, each once', () => {
	const names = knownEvents.map(({ name }) => name);
	expect(new Set(names).size).toBe(26);
	expect([...names].sort()).toEqual(
		webhookEvents()
			.map(({ name }) => name)
			.sort(),
	);
});

it('stays small: n8n walks it each time that it makes a workflow', () => {
	for (const property of properties) {
		const most = property.name === 'events' ? 60 * knownEvents.length + 200 : 800;
		expect([property.name, bytes(property) <= most]).toEqual([property.name, true]);
	}
	expect(bytes(properties)).toBeLessThan(5_000);
});

it('needs the console’s credential alone', () => {
	expect(credentials).toEqual([
		{ name: 'absmartlyConsoleApi', displayName: 'ABsmartly Console API', required: true },
	]);
});
