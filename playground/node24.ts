import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { optionalDependencies } from './package.json';

const modules = join(__dirname, 'node_modules');

/**
 * The Node 24 that npm installed for this platform, the only one n8n runs on here, whatever Node the user has.
 * `home` also holds `include/node`, the headers that native modules compile against.
 */
export function packagedNode(): { node: string; home: string } {
	const name = Object.keys(optionalDependencies).find((each) => existsSync(join(modules, each)));
	if (!name) {
		const platform = `${process.platform} on ${process.arch}`;
		throw new Error(`npm has no Node 24 for ${platform}; n8n cannot run here. See playground/package.json.`);
	}
	const home = join(modules, name);
	return { node: join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'), home };
}

/** A PATH on which the packaged Node 24 comes first. */
export const node24Path = () => [dirname(packagedNode().node), process.env.PATH].join(delimiter);
