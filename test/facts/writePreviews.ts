import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { previews } from './previews';

/** Writes the output previews beside the built nodes in this folder. */
export function writePreviews(nodes: string): void {
	for (const [path, schema] of previews()) {
		const file = join(nodes, path);
		mkdirSync(dirname(file), { recursive: true });
		// n8n's own carry the version of their form
		writeFileSync(file, `${JSON.stringify({ ...schema, version: 1 }, null, '\t')}\n`);
	}
}

// the end of the build
if (require.main === module) writePreviews(resolve(__dirname, '..', '..', 'dist', 'nodes'));
