import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json';
import { playground } from '../../../playground/node';
import { pack, root } from '../../../playground/tarball';
import type { System } from '.';

const { name, files } = manifest;

const SERVICE = 'node_modules/n8n/dist/modules/community-packages/community-packages.service.js';

/** npm's address, as the n8n in this folder has it: an origin. Another one takes a licence. */
export const npmOf = (folder = playground): string =>
	/DEFAULT_REGISTRY = '(.+)'/.exec(readFileSync(join(folder, SERVICE), 'utf8'))![1];

/** npm's registry with this package alone, and what n8n asks its makers about a package. */
export interface Registry {
	systems: System[];
	/** What `npm publish` would send, under another version number if one is given; the latest from now on. */
	publish(version?: string): Promise<void>;
}

/** What the package is made of, with another version number; the path of the copy. */
function copy(directory: string, version: string): string {
	const to = join(directory, version);
	mkdirSync(to);
	for (const file of [...files, 'README.md', 'LICENSE']) {
		cpSync(join(root, file), join(to, file), { recursive: true });
	}
	writeFileSync(join(to, 'package.json'), JSON.stringify({ ...manifest, version }));
	return to;
}

/** Packs in `directory`, for the n8n in `folder`. Addresses and answers are those of npm's registry, as far as npm and n8n read them. */
export function startRegistry(directory: string, folder = playground): Registry {
	const npm = npmOf(folder);
	const versions: Record<string, object> = {};
	const tarballs: Record<string, Buffer> = {};
	let latest = '';
	const routes: System['routes'] = {
		[`GET /${name}`]: () => ({ name, 'dist-tags': { latest }, versions }),
		[`GET /${name}/latest`]: () => versions[latest],
		[`GET /${name}/-/:file`]: ({ params: { file } }: { params: Record<string, string> }) => tarballs[file],
	};
	return {
		systems: [
			{ host: new URL(npm).host, routes },
			{
				host: 'api.n8n.io',
				routes: {
					'POST /api/package': { status: 'OK' },
					'GET /api/community-nodes': { data: [], meta: { pagination: { pageCount: 1 } } },
				},
			},
		],
		async publish(version) {
			const from = version ? copy(directory, version) : root;
			const { filename, integrity, shasum, ...packed } = await pack(directory, from);
			latest = packed.version;
			const tarball = `${npm}/${name}/-/${filename}`;
			versions[latest] = { ...manifest, version: latest, dist: { tarball, integrity, shasum } };
			tarballs[filename] = readFileSync(join(directory, filename));
		},
	};
}
