import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { SOURCE_FILE_PATTERNS, buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

/**
 * What n8n's scanner says about this package before it is published: its rules on the sources and on the
 * tarball, without the look-ups of npm and GitHub. As in the scanner, an error fails and a warning does not.
 */
const root = resolve(import.meta.dirname, '../..');

/** The options are those of the scanner's `analyzePackage`, which answers with text instead of findings. */
async function lint(directory, patterns) {
	const eslint = new ESLint({
		cwd: directory,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, ruleId, message, severity }) => ({
			error: severity === 2,
			text: `${relative(directory, filePath)}:${line ?? 1} ${ruleId ?? 'syntax'} ${message}`,
		})),
	);
}

/** The tarball as npm would publish it, unpacked below `directory`. */
function pack(directory) {
	const shell = process.platform === 'win32';
	const command = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', directory];
	const [{ filename, files }] = JSON.parse(
		execFileSync('npm', command, { cwd: root, encoding: 'utf8', shell }),
	);
	execFileSync('tar', ['-xzf', filename], { cwd: directory });
	return { content: join(directory, 'package'), files: files.map(({ path }) => path) };
}

/** The build and what npm always adds must ship, with all that package.json registers, and nothing else. */
function checkFiles(files) {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const licenses = 'dist/third-party-licenses.txt';
	const wanted = ['LICENSE', 'README.md', 'package.json', licenses, ...n8n.nodes, ...n8n.credentials];
	const built = /^dist\/(nodes|credentials)\/[\w./-]+\.(js|d\.ts|json|svg)$/;
	const strangers = files.filter((file) => !wanted.includes(file) && !built.test(file));
	const missing = wanted.filter((file) => !files.includes(file));
	return [
		...strangers.map((file) => `${file}:1 must not ship`),
		...missing.map((file) => `${file}:1 is not in the tarball`),
	].map((text) => ({ error: true, text }));
}

function report(part, findings) {
	const errors = findings.filter(({ error }) => error).length;
	for (const { error, text } of findings) console.log(`${error ? 'error' : 'warning'} ${part} ${text}`);
	console.log(`Scanned the ${part}: ${errors} errors, ${findings.length - errors} warnings.`);
	if (errors > 0) process.exitCode = 1;
}

report('sources', await lint(root, SOURCE_FILE_PATTERNS));

if (existsSync(join(root, 'dist'))) {
	const directory = mkdtempSync(join(tmpdir(), 'scan-'));
	try {
		const { content, files } = pack(directory);
		report('tarball', [...checkFiles(files), ...(await lint(content, ['**/*.js', 'package.json']))]);
	} finally {
		rmSync(directory, { recursive: true });
	}
} else {
	console.error('There is no dist/ to pack. Run `npm run build` first.');
	process.exitCode = 1;
}
