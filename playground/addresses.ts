import { portInUse } from './ports';

/** The playground's parts, the port each stands at, and the variable that moves it. */
const parts = {
	n8n: { label: 'n8n', variable: 'N8N_PORT', usual: 5678 },
	intercom: { label: 'the Intercom simulator', variable: 'INTERCOM_SIMULATOR_PORT', usual: 4010 },
	absmartly: { label: 'the ABsmartly simulator', variable: 'ABSMARTLY_SIMULATOR_PORT', usual: 4020 },
};

/** Something the user can put right; shown without a stack trace. */
export class PlainError extends Error {}

function portFrom({ variable, usual }: { variable: string; usual: number }): number {
	const wanted = process.env[variable];
	if (wanted === undefined || wanted === '') return usual;
	const port = Number(wanted);
	if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
	throw new PlainError(`${variable}=${wanted} is not a port number.`);
}

/** The ports to use; throws, naming each variable to set, if one of them is taken or wanted twice. */
export async function playgroundPorts(): Promise<Record<keyof typeof parts, number>> {
	const complaints: string[] = [];
	const taken = new Set<number>();
	const ports = { n8n: 0, intercom: 0, absmartly: 0 };
	for (const name of ['n8n', 'intercom', 'absmartly'] as const) {
		const { label, variable } = parts[name];
		const port = portFrom(parts[name]);
		if (taken.has(port) || (await portInUse(port))) {
			complaints.push(
				`Port ${port} is in use, ${label} cannot have it: take another one, as in ${variable}=${port + 1} npm start.`,
			);
		}
		taken.add(port);
		ports[name] = port;
	}
	if (complaints.length === 0) return ports;
	const hint = 'If another playground is running, end it first with Ctrl-C in its window.';
	throw new PlainError([...complaints, hint].join('\n'));
}
