import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** This folder: it holds the n8n of the playground and of the end-to-end tests. */
export const playground = __dirname;

/**
 * The Node that npm installed beside n8n in this folder, for this platform: the only one that n8n runs on here, whatever
 * Node the user has. `home` also holds `include/node`, the headers that native modules compile against.
 */
export function packagedNode(folder = playground): { node: string; home: string } {
	const { optionalDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		optionalDependencies?: Record<string, string>;
	};
	const modules = join(folder, 'node_modules');
	const name = Object.keys(optionalDependencies).find((each) => existsSync(join(modules, each)));
	if (!name) {
		const platform = `${process.platform} on ${process.arch}`;
		throw new Error(`npm has no Node for ${platform}; n8n cannot run here. See package.json in ${folder}.`);
	}
	const home = join(modules, name);
	return { node: join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'), home };
}

/** A PATH on which the packaged Node comes first. */
export const nodePath = (folder = playground) =>
	[dirname(packagedNode(folder).node), process.env.PATH].join(delimiter);
