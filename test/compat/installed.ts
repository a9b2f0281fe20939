import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playground } from '../../playground/node';

/** The versions of n8n that have a folder here, the oldest first; then the newest, which is the playground's. */
export const versions = ['1.123', '2.0', '2.11', '2.20', '2.30', '2.35', 'newest'] as const;

export type Version = (typeof versions)[number];

/** Where npm installs the n8n of this version, from the repository's root. */
export const folderOf = (version: Version): string =>
	version === 'newest' ? playground : join(__dirname, version);

/** Which n8n that is, such as 1.123.81. */
export const exactOf = (version: Version): string =>
	(
		JSON.parse(readFileSync(join(folderOf(version), 'package.json'), 'utf8')) as {
			dependencies: { n8n: string };
		}
	).dependencies.n8n;

/** The version that a run is about; the oldest unless COMPAT says otherwise. */
export const version = (process.env.COMPAT ?? versions[0]) as Version;
