import { NodeApiError, UserError, type IDataObject } from 'n8n-workflow';
import { limitOf } from '../../core/run/chosen';
import { binaryPropertyName, limit, returnAll } from '../../core/table/fields';
import type { Field, Given, Operation, Request, Send, Tools, Values } from '../../core/table/operation';
import { pathTo } from '../../core/values/path';
import { shown } from '../../core/values/plain';
import { choose } from '../fields/fields';
import { take } from '../transport/pages';
import { saysTooManyJobs } from '../transport/send';
import { recordsIn } from './unpack';

/** How an export of Intercom is asked about and fetched, once `create` has said its job's identifier. */
export type Export = {
	name: string;
	/** Most jobs that may be under way at once in a workspace. */
	most: number;
	/** What status and download ask for besides the job's identifier. */
	query?(send: Send, values: Values): Promise<Values>;
	/** Path of the status and of the file. */
	status: `/${string}`;
	file: `/${string}`;
};

type Job = { id: string; status: string };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Intercom writes one state in several ways. Source: Intercom API 2.14, data_export and reporting data export. */
const done = ['complete', 'completed'];
const pending = ['pending', 'in_progress', 'queued', 'running'];
const cancelled = ['canceled', 'cancelled'];

const get = (path: string, query: Values = {}): Request => ({ method: 'GET', path, query, body: {} });

const jobOf = ({ job_identifier: id, status }: IDataObject): Job => ({
	id: String(id ?? ''),
	status: String(status ?? 'pending').toLowerCase(),
});

/** The reason why this job will never give a file. */
function ended({ id, status }: Job, { name }: Export): UserError {
	const job = `${name} ${id}`;
	if (cancelled.includes(status)) {
		return new UserError(`The ${job} was cancelled`, {
			description: 'Somebody cancelled it in Intercom or by its API. Run this again to start a new one',
		});
	}
	if (status === 'failed') {
		return new UserError(`Intercom could not make the ${job}`, {
			description: 'Run this again, over a shorter time range if it happens again',
		});
	}
	return new UserError(`The ${job} is in state '${shown(status)}', which this node does not know`, {
		description: 'Look the job up with the operation Get, and download it with Download once it is complete',
	});
}

const tooSlow = ({ id }: Job, { name }: Export, minutes: number) =>
	new UserError(`The ${name} ${id} was not ready after ${minutes} minutes`, {
		description: `Intercom goes on with it. Give this node more time under Max Wait, or fetch it later with Download and the job identifier ${id}`,
	});

/** A 429 for jobs has nothing to do with the rate of requests: waiting it out a minute would not help. */
async function begin(send: Send, request: Request, { name, most }: Export): Promise<Job> {
	const reply = await send(request).catch(async (error: unknown) => {
		const isFull = error instanceof NodeApiError && saysTooManyJobs(error.message);
		return await Promise.reject(
			isFull
				? new UserError(
						most === 1
							? `Another ${name} is under way in this workspace`
							: `${most} ${name} jobs are under way in this workspace`,
						{
							description: `Intercom makes at most ${most} at a time. Wait until ${most === 1 ? 'it is' : 'one is'} ready, or cancel ${most === 1 ? 'it' : 'one'}, and run this again. For several items use Loop Over Items with batch size 1`,
						},
					)
				: error,
		);
	});
	const job = jobOf(reply);
	if (job.id !== '') return job;
	throw new UserError(`Intercom started the ${name} but gave no job identifier`, {
		description: 'Run this again',
	});
}

/** Asks for the job's state until it is decided, at growing intervals. */
async function settled(
	{ send, wait }: Tools,
	job: Job,
	kind: Export,
	query: Values,
	minutes: number,
): Promise<Job> {
	let current = job;
	let waited = 0;
	for (let ms = FIRST_WAIT_MS; pending.includes(current.status); ms = Math.min(ms * 1.5, LONGEST_WAIT_MS)) {
		if (waited + ms > minutes * 60_000) throw tooSlow(job, kind, minutes);
		await wait(ms);
		waited += ms;
		const reply = await send(get(pathTo(kind.status, job.id), query));
		current = { ...jobOf(reply), id: job.id };
	}
	return current;
}

const unreadable = ({ id }: Job, { name }: Export, { message }: Error) =>
	new UserError(`The file of the ${name} ${id} could not be read to its end: ${message}`, {
		description: `Fetch it again with Download and the job identifier ${id}, or choose Output > File`,
	});

/** A finished job's file is kept for two days. Source: Intercom API 2.14, getDataExport. */
async function unlessExpired<T>(work: Promise<T>, { id }: Job, { name }: Export): Promise<T> {
	return await work.catch(async (error: unknown) => {
		const isGone = error instanceof NodeApiError && ['404', '410'].includes(String(error.httpCode));
		return await Promise.reject(
			isGone
				? new UserError(`The file of the ${name} ${id} is not there any more`, {
						description: 'Intercom keeps it for two days. Run this again to make a new one',
					})
				: error,
		);
	});
}

/** `produce` of an export: makes it, waits for it, and gives its file or its rows. */
export const produce =
	(kind: Export): NonNullable<Operation['produce']> =>
	async (tools, request, values): Promise<Given[]> => {
		const minutes = Number(values.maxWait);
		if (!(minutes > 0)) {
			throw new UserError(`Max Wait is '${shown(values.maxWait)}'`, {
				description: 'Give the number of minutes to wait at most',
			});
		}
		const most = values.output === 'items' ? limitOf(values) : 0;
		const more = await kind.query?.(tools.send, values);
		const started = await begin(tools.send, request, kind);
		// the job in the query as well as in the path
		const query: Values = more ? { ...more, job_identifier: started.id } : {};
		const job = await settled(tools, started, kind, query, minutes);
		const about = { job_identifier: job.id, status: job.status };
		if (job.status === 'no_data') return values.output === 'items' ? [] : [{ json: about }];
		if (!done.includes(job.status)) throw ended(job, kind);

		// only the state of an export asks for the app as well
		const { client_id, ...ofFile } = query;
		const download = get(pathTo(kind.file, job.id), ofFile);
		if (values.output === 'file') {
			const { json, binary } = await unlessExpired(
				tools.keep(download, String(values.binaryPropertyName)),
				job,
				kind,
			);
			return [{ json: { ...about, ...json }, binary }];
		}
		const { stream } = await unlessExpired(tools.open(download), job, kind);
		const read = async (): Promise<Given[]> =>
			(await take(most, recordsIn(stream))).map((json) => ({ json }));
		return await read()
			.catch(
				async (error: unknown) =>
					await Promise.reject(error instanceof UserError ? error : unreadable(job, kind, error as Error)),
			)
			.finally(() => stream.destroy());
	};

/** The fields of `produce`. */
export const exportFields: Field[] = [
	choose(
		'output',
		'Output',
		{ items: 'Items', file: 'File' },
		{
			to: undefined,
			description:
				'One item per row of the export, or the file as Intercom delivers it (gzipped CSV, or a gzipped tar of several)',
		},
	),
	{ ...returnAll, show: { output: ['items'] } },
	{ ...limit, show: { output: ['items'], returnAll: [false] } },
	{ ...binaryPropertyName, show: { output: ['file'] } },
	{
		displayName: 'Max Wait (Minutes)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long to wait for Intercom at most',
	},
];
