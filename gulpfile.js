const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { build } = require('esbuild');
const { parallel, src, dest } = require('gulp');

const VENDOR = 'nodes/core/vendor';

/** tsc writes the code; n8n also wants the icons and codex files beside it. */
const icons = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(dest('dist'));

/** `node_modules/a/…` and `node_modules/@a/b/…` → the package's folder. */
const packageOf = (file) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

function license(folder) {
	const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
	if (!file) throw new Error(`${folder} has no license to ship`);
	return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
}

/** The libraries that nodes may use, each as one file without imports, and their licenses: n8n installs nothing beside us. */
async function vendor() {
	const { metafile } = await build({
		entryPoints: readdirSync(VENDOR).map((file) => join(VENDOR, file)),
		outdir: join('dist', VENDOR),
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		minify: true,
		metafile: true,
	});
	const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
		Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0),
	);
	const folders = [...new Set(files.map(packageOf).filter(Boolean))].sort();
	writeFileSync('dist/third-party-licenses.txt', folders.map(license).join(`\n${'-'.repeat(80)}\n\n`));
}

exports.default = parallel(icons, vendor);
exports.vendor = vendor;
