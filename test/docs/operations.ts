import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Operation, Resource } from '../../nodes/core/table/operation';
import { DEFAULT_VERSION } from '../../nodes/Intercom/connection/hosts';
import { resources } from '../../nodes/Intercom/resources';
import { otherNames } from './otherNames';
import { table } from './table';

/** Writes docs/operations.md from the table that Intercom Plus uses: `npx tsx test/docs/operations.ts`. */

export const file = join(resolve(__dirname, '../..'), 'docs/operations.md');

const code = (text: string): string => `\`${text}\``;
const dash = '–';

/** How a list is read: by whole pages, or in one reply. */
const pagingOf = ({ list, perPage, scroll }: Operation): string =>
	!list ? dash : perPage ? `${perPage} a page${scroll ? ', all by scroll' : ''}` : 'whole';

const rowOf = (operation: Operation): string[] => [
	operation.name,
	operation.request ? code(operation.request) : dash,
	operation.request ? (operation.version ?? DEFAULT_VERSION) : dash,
	pagingOf(operation),
];

const head = ['Operation', 'Request', 'Version', 'Paging'];

const byName = <T extends { name: string }>(things: Record<string, T>): T[] =>
	Object.values(things).sort((a, b) => a.name.localeCompare(b.name));

const sectionOf = ({ name, permission, operations }: Resource): string =>
	[
		`## ${name}`,
		...(permission ? [permission.replace(/\.?$/, '.')] : []),
		table(head, byName(operations).map(rowOf)),
	].join('\n\n');

const sending = Object.values(resources)
	.flatMap(({ operations }) => Object.values(operations))
	.filter(({ request }) => request);

/** The page, as it must stand in docs/operations.md. */
export const page = `# Operations of Intercom Plus

<!-- Written by test/docs/operations.ts from the table that the node uses. Do not edit. -->

${Object.keys(resources).length} resources with ${sending.length} operations that send a request, and some that are done in n8n itself. Together they reach every operation of Intercom's API ${DEFAULT_VERSION}, 2.15 and 2.16.

- **Version**: the \`Intercom-Version\` that is sent, unless the credential names a later one. An operation that came with a later version than the credential's is sent with its own, and so is a request that uses a field that came later.
- **Paging**: how many elements a page holds where _Return All_ reads page after page; "whole" lists come in one reply.
- **Permission**: what your app needs (Developer Hub → your app → Configure → Authentication). ${dash} where no source of Intercom's names it.

Left out: \`POST /conversations/{id}/run_assignment_rules\`. Only the API up to 2.11 describes it, and Intercom ends it on 31 December 2026; workflows in Intercom assign conversations today.

## Other names

${otherNames}

${byName(resources).map(sectionOf).join('\n\n')}
`;

if (require.main === module) writeFileSync(file, page);
