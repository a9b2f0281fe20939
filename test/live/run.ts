import { writeFileSync } from 'node:fs';
import { live } from './live';
import { reportOf } from './report';
import { readSettings, Wrong } from './settings';

/**
 * `npm run live [-- --write] [--production] [--report FILE]`: compares the replies of a real workspace with the
 * simulator's. Ends with 0 where they have the same form, 1 where they differ, 2 where it could not be said.
 */
async function main(): Promise<number> {
	const settings = readSettings(process.env, process.argv.slice(2));
	const say = (line: string) => void process.stdout.write(`${line}\n`);
	let interrupted = false;
	const outcome = await live(settings, {
		tell: (line) => say(`  ${line}`),
		onStart(stop) {
			const interrupt = () => {
				if (interrupted) process.exit(2);
				interrupted = true;
				say('Stopping; what was made is removed first. Once more ends at once and leaves it.');
				stop();
			};
			process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
		},
	});
	const report = reportOf(outcome);
	if (report.includes(settings.token)) throw new Wrong('The report holds the token, so it was not written');
	writeFileSync(settings.report, report);
	say(`\n${report}\nWritten to ${settings.report}. It names no value, so it can be attached to an issue.`);
	if (outcome.ended || outcome.remaining.length > 0) return 2;
	return outcome.findings.length > 0 ? 1 : 0;
}

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		// another error's words could hold what is not to be told
		const { name, stack = '' } = error as Error;
		const lines = stack.split('\n').filter((line) => line.trim().startsWith('at '));
		process.stderr.write(error instanceof Wrong ? `${error.message}.\n` : `${name}\n${lines.join('\n')}\n`);
		process.exit(2);
	},
);
