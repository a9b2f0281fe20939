/** A job that waits for its answer. */
export type Pending<Job, Answer> = {
	job: Job;
	answer: (answer: Answer) => void;
	fail: (reason: unknown) => void;
};

/**
 * Does jobs one lot after the other: what comes while one lot is being worked on makes up the next. `work` answers or
 * fails each; if it rejects, all that it left open fail with it. So something slow that may not run twice at a time is
 * asked as seldom as possible.
 */
export function gather<Job, Answer>(
	work: (jobs: Array<Pending<Job, Answer>>) => Promise<void>,
): (job: Job) => Promise<Answer> {
	let waiting: Array<Pending<Job, Answer>> = [];
	let working = false;
	const go = async () => {
		working = true;
		while (waiting.length > 0) {
			const jobs = waiting;
			waiting = [];
			await work(jobs).catch((reason: unknown) => jobs.forEach(({ fail }) => fail(reason)));
		}
		working = false;
	};
	return async (job) =>
		await new Promise((answer, fail) => {
			waiting.push({ job, answer, fail });
			if (!working) void go();
		});
}
