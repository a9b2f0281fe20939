import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import manifest from '../package.json';

/** Libraries ship inside the package, since n8n installs nothing beside it. jest has them built anew before it begins. */

const root = resolve(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const libraries = readdirSync(join(root, 'nodes/core/vendor')).map((file) => file.replace(/\.ts$/, ''));

it('ships each library as one file that needs nothing, with its license', () => {
	expect(libraries).toEqual(expect.arrayContaining(['htmlparser2', 'jose', 'fastest-levenshtein']));
	const licenses = read('dist/third-party-licenses.txt');
	for (const library of libraries) {
		const { importedFiles } = ts.preProcessFile(read('dist/nodes/core/vendor', `${library}.js`), true, true);
		expect([library, importedFiles]).toEqual([library, []]);
		expect(licenses).toContain(
			`${library} ${(manifest.devDependencies as Record<string, string>)[library]} (`,
		);
	}
	// and of what comes with them
	expect(licenses).toContain('entities ');
	expect(licenses).not.toContain('undefined');
});

it('has them as devDependencies alone', () => {
	expect(Object.keys(manifest.devDependencies)).toEqual(expect.arrayContaining(libraries));
	expect(manifest).not.toHaveProperty('dependencies');
});
