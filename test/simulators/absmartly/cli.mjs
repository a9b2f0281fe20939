import { createInterface } from 'node:readline';

/**
 * `node cli.mjs ENDPOINT KEY`: the API client of ABsmartly's official CLI, as the CLI itself makes it. It takes lines
 * `[method, …arguments]` and answers each with `{value}` or `{error,status}`. A process of its own, since Jest loads no ES modules.
 */
const client = import.meta.resolve('@absmartly/cli/api-client');
const { createAPIClient } = await import(new URL('../lib/api/client.js', client));
const [endpoint, key] = process.argv.slice(2);
const api = createAPIClient(endpoint, { method: 'api-key', apiKey: key });

for await (const line of createInterface(process.stdin)) {
	const [method, ...args] = JSON.parse(line);
	const answer = await api[method](...args).then(
		(value = null) => ({ value }),
		({ message, statusCode: status }) => ({ error: message, status }),
	);
	console.log(JSON.stringify(answer));
}
