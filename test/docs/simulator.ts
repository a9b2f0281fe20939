import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { factOf } from '../facts/requests';
import { kinds } from '../simulators/intercom/routes';
import { table } from './table';

/** Writes docs/simulator.md from the routes of the Intercom simulator: `npx tsx test/docs/simulator.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/simulator.md');

const requests = Object.keys(kinds);
const count = (kind: string): number => requests.filter((request) => kinds[request] === kind).length;
const rows = requests.map((request) => [
	`\`${request}\``,
	String(factOf(request, 14)?.since),
	kinds[request],
]);

/** The page, as it must stand in docs/simulator.md. */
export const page = `# Routes of the Intercom simulator

<!-- Written by test/docs/simulator.ts from the simulator's routes. Do not edit. -->

The simulator that tests and \`npm start\` use answers all ${requests.length} operations of Intercom's API 2.14, 2.15 and 2.16. An operation that came with a later version than the one asked for is not found.

- **stateful** (${count('stateful')}): keeps what it is told. What one request writes, the next one reads; search, pages, limits, errors and notifications follow Intercom's.
- **replayed** (${count('replayed')}): keeps nothing. It refuses what its description does not take (unknown or missing members, wrong types), and answers in the shape of its description's reply, always alike, with the IDs of the request.

${table(['Request', 'Since', 'Answer'], rows)}
`;

if (require.main === module) writeFileSync(file, page);
