import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as read from '../body';
import { ApiError, missing, notFound } from '../errors';
import { tar } from '../tar';
import type { Workspace } from '../types';
import type { Call, Routes } from './call';

/** An export that somebody asked for; times in virtual ms. */
type Job = { kind: Kind; columns: string[]; status: string; checks: number; expiresAt: number };
type Kind = 'message data' | 'reporting dataset';

const most: Record<Kind, number> = { 'message data': 1, 'reporting dataset': 5 };
const keptMs = 2 * 24 * 60 * 60 * 1000;
const jobsOf = new WeakMap<Workspace['contacts'], Map<string, Job>>();

/** The jobs of a workspace; a silent one shares them with the one it was made of. */
function jobs({ contacts }: Workspace): Map<string, Job> {
	const known = jobsOf.get(contacts) ?? new Map<string, Job>();
	jobsOf.set(contacts, known);
	return known;
}

const isPending = ({ status }: Job): boolean => ['pending', 'in_progress'].includes(status);

function create({ workspace }: Call, kind: Kind, columns: string[]) {
	const pending = [...jobs(workspace).values()].filter((job) => job.kind === kind && isPending(job));
	if (pending.length >= most[kind])
		throw new ApiError(
			429,
			'rate_limit_exceeded',
			`Exceeded rate limit of ${most[kind]} pending ${kind} export jobs`,
		);
	const id = randomUUID().replaceAll('-', '').slice(0, 16);
	jobs(workspace).set(id, { kind, columns, status: 'pending', checks: 0, expiresAt: 0 });
	return { job_identifier: id, status: 'pending', download_url: '', download_expires_at: '' };
}

function find({ workspace, params }: Call, kind: Kind): Job {
	const job = jobs(workspace).get(params.id);
	if (job?.kind !== kind) throw notFound(`Export job not found for identifier: ${params.id}`);
	return job;
}

/** Where the job is; each time it is asked it comes nearer to its end. */
function state(call: Call, kind: Kind, file: string) {
	const job = find(call, kind);
	const { settings, now } = call.workspace;
	if (isPending(job)) {
		job.checks += 1;
		job.status = job.checks > settings.exportChecks ? settings.exportEnd : 'in_progress';
		job.expiresAt = now() + keptMs;
	}
	const isReady = job.status.startsWith('complete');
	return {
		job_identifier: call.params.id,
		status: job.status,
		download_url: isReady ? `${call.url.origin}${file}/${call.params.id}` : '',
		download_expires_at: isReady ? new Date(job.expiresAt).toISOString() : '',
	};
}

function download(call: Call, kind: Kind, file: (job: Job) => Buffer, name: string) {
	const job = find(call, kind);
	const { headers } = call.reply.request;
	if (headers.accept !== 'application/octet-stream')
		throw new ApiError(406, 'not_acceptable', 'Accept must be application/octet-stream');
	if (!job.status.startsWith('complete') || call.workspace.now() > job.expiresAt)
		throw notFound(`Export job not found for identifier: ${call.params.id}`);
	return call.reply
		.header('content-type', 'application/octet-stream')
		.header('content-disposition', `attachment; filename="${name}"`)
		.send(file(job));
}

const cell = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** A row for every contact, its values the contact's own where it has them. */
function csv({ contacts }: Workspace, columns: string[]): string {
	const rows = [...contacts.values()].map((contact) =>
		columns.map((column) => cell(String((contact as unknown as Record<string, unknown>)[column] ?? ''))),
	);
	return [columns, ...rows].map((row) => row.join(',')).join('\r\n');
}

/** The spec asks for these although the path has the job. */
function needsQuery({ query }: Call, ...names: string[]) {
	const absent = names.find((name) => !query[name]);
	if (absent) throw missing(`${absent} is required`, absent);
}

/** Message statistics and reporting data sets: created, asked after, fetched. */
export const exports: Routes = {
	'POST /export/content/data'(call) {
		for (const name of ['created_at_after', 'created_at_before'])
			if (!Number.isInteger(call.body[name])) throw missing(`${name} is required`, name);
		return create(call, 'message data', ['id', 'external_id', 'email', 'name']);
	},
	'GET /export/content/data/:id': (call) => state(call, 'message data', '/download/content/data'),
	'POST /export/cancel/:id'(call) {
		const job = find(call, 'message data');
		if (isPending(job)) job.status = 'canceled';
		return state(call, 'message data', '/download/content/data');
	},
	'GET /download/content/data/:id': (call) =>
		download(call, 'message data', ({ columns }) => gzipSync(csv(call.workspace, columns)), 'export.csv.gz'),

	'GET /export/reporting_data/get_datasets': () => ({
		type: 'list',
		data: [
			{
				id: 'contact',
				name: 'Contact',
				description: 'A row for each contact',
				default_time_attribute_id: 'created_at',
				attributes: ['id', 'email', 'name'].map((id) => ({ id, name: id })),
			},
		],
	}),
	'POST /export/reporting_data/enqueue'(call) {
		const columns = read.list(call.body, 'attribute_ids');
		if (!columns?.length) throw new ApiError(400, 'bad_request', "'attribute_ids' is a required parameter");
		return create(call, 'reporting dataset', columns.map(String));
	},
	'GET /export/reporting_data/:id'(call) {
		needsQuery(call, 'app_id', 'job_identifier');
		return state(call, 'reporting dataset', '/download/reporting_data');
	},
	'GET /download/reporting_data/:id'(call) {
		needsQuery(call, 'app_id', 'job_identifier');
		const files = (columns: string[]) =>
			tar({ 'contact.csv': csv(call.workspace, columns), 'README.txt': 'not a table' });
		return download(call, 'reporting dataset', ({ columns }) => gzipSync(files(columns)), 'export.tgz');
	},
};
