import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionStatus } from 'n8n-workflow';
import type { StoredWorkflow } from '../../playground/client';
import { startN8n, type N8n, type N8nOptions } from '../../playground/n8n';
import { freePort } from '../../playground/ports';
import { installPackage, sourceHash } from '../../playground/tarball';
import { productionUrl } from '../../playground/templates';
import { until } from '../../playground/until';
import { furnish, startAll, startServices, type Furnished, type Stops } from '../world';
import { balance } from './balancer';
import { subscribe, type Senders } from './senders';
import {
	addressOf,
	connectPostgres,
	connectQueue,
	connectRedis,
	type Postgres,
	type Queue,
	type Redis,
} from './stores';

export interface QueueOptions {
	/** For every process. */
	env?: Record<string, string>;
	workers?: number;
	webhooks?: number;
}

/** One n8n process: `n8n.kill()` or `n8n.stop()` ends it, `start()` brings it back. */
export interface Process {
	/** The one that runs now, or ran last. Its log is kept over starts. */
	readonly n8n: N8n;
	/** Whether it runs, and said at its start that it is ready. */
	isReady(): boolean;
	/** Again on the same home and port. After a kill n8n waits 10 seconds longer. */
	start(): Promise<void>;
}

/** As n8n's table of executions has it. */
export interface QueueExecution {
	id: string;
	status: ExecutionStatus;
	startedAt: Date | null;
	stoppedAt: Date | null;
}

/** n8n in queue mode with this package from its own tarball, furnished like every test's n8n. */
export interface QueueWorld extends Furnished {
	/** The editor's REST API and the activation of triggers; takes no production webhooks. */
	main: Process;
	/** Run the executions. */
	workers: Process[];
	/** Take production webhooks; one puts an execution into the queue and answers. */
	webhooks: Process[];
	/** n8n's own database. */
	database: Postgres;
	redis: Redis;
	/** n8n's queue of executions: paused, it collects them, and the workers get them all at once when it goes on. */
	queue: Queue;
	/** Of this world alone: its database is called so, and Redis keys that hold it are deleted at the end. */
	name: string;
	/** Publishes it; returns Intercom's sending side, subscribed to its trigger on each webhook process. */
	publish(workflow: StoredWorkflow): Promise<Senders>;
	/** All executions of the workflow, in the order they were made; from the database, because n8n's list leaves some out. */
	executions(workflowId: string): Promise<QueueExecution[]>;
	/** The same, once there are at least `count` and none is under way. */
	finishedExecutions(workflowId: string, count: number, seconds?: number): Promise<QueueExecution[]>;
	/** Ends everything; deletes homes, database and Redis keys. */
	stop(): Promise<void>;
}

const databaseOf = ({ pathname }: URL) => decodeURIComponent(pathname.slice(1));

/** A new database in PostgreSQL, dropped at the end with whoever is still connected. */
async function createDatabase(name: string, stops: Stops): Promise<Postgres> {
	const postgres = await connectPostgres();
	stops.push(() => postgres.end());
	await postgres.query(`CREATE DATABASE "${name}"`);
	stops.push(() => postgres.query(`DROP DATABASE "${name}" WITH (FORCE)`));
	const database = await connectPostgres(name);
	stops.push(() => database.end());
	return database;
}

/** What makes several n8n processes one: the same database, the same queue. */
export function queueMode(name: string): Record<string, string> {
	const postgres = addressOf('postgres');
	const redis = addressOf('redis');
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		QUEUE_BULL_PREFIX: name,
		N8N_REDIS_KEY_PREFIX: name,
		QUEUE_BULL_REDIS_HOST: redis.hostname,
		QUEUE_BULL_REDIS_PORT: redis.port || '6379',
		QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(redis.username),
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(redis.password),
		QUEUE_BULL_REDIS_DB: databaseOf(redis) || '0',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.hostname,
		DB_POSTGRESDB_PORT: postgres.port || '5432',
		DB_POSTGRESDB_USER: decodeURIComponent(postgres.username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(postgres.password),
		DB_POSTGRESDB_DATABASE: name,
		// with n8n's 2 connections, deliveries wait long for one on a busy machine
		DB_POSTGRESDB_POOL_SIZE: '8',
	};
}

/** The credential of n8n's own Redis node for the same Redis. */
const redisCredential = () => {
	const redis = addressOf('redis');
	return {
		name: 'Redis',
		type: 'redis',
		data: {
			host: redis.hostname,
			port: Number(redis.port || 6379),
			database: Number(databaseOf(redis) || 0),
			user: decodeURIComponent(redis.username),
			password: decodeURIComponent(redis.password),
		},
	};
};

/** Starts n8n with `command` and whatever it can be brought back with. */
async function startProcess(
	options: Pick<N8nOptions, 'home' | 'command' | 'env'>,
	stops: Stops,
): Promise<Process> {
	const same = { ...options, port: await freePort(), brokerPort: await freePort() };
	let ready: N8n | undefined;
	const start = async () => {
		const started = await startN8n(same);
		ready = started;
		void started.ended.then(() => (ready = ready === started ? undefined : ready));
		return started;
	};
	let n8n = await start();
	stops.push(() => n8n.stop());
	return {
		get n8n() {
			return n8n;
		},
		isReady: () => ready !== undefined,
		async start() {
			n8n = await start();
		},
	};
}

/** The ids of the executions that this worker took up, from its log. */
export function executionsOn({ n8n }: Process): string[] {
	return [...readFileSync(n8n.logFile, 'utf8').matchAll(/Worker started execution (\d+)/g)].map(
		([, id]) => id,
	);
}

/** Those of them that it has not finished. */
export function unfinishedOn({ n8n }: Process): string[] {
	const log = readFileSync(n8n.logFile, 'utf8');
	const finished = new Set([...log.matchAll(/Worker finished execution (\d+)/g)].map(([, id]) => id));
	return executionsOn({ n8n } as Process).filter((id) => !finished.has(id));
}

/**
 * Starts main, `workers` and `webhooks` on loopback, with a new database in the PostgreSQL at QUEUE_POSTGRES_URL and a
 * prefix of its own in the Redis at QUEUE_REDIS_URL. Takes half a minute to a minute.
 */
export async function startQueueWorld({
	env,
	workers = 2,
	webhooks = 2,
}: QueueOptions = {}): Promise<QueueWorld> {
	return await startAll(async (stops) => {
		const name = `n8n_queue_${randomBytes(4).toString('hex')}`;
		const homes = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
		stops.push(async () => rmSync(homes, { recursive: true, force: true }));
		const database = await createDatabase(name, stops);
		const redis = await connectRedis();
		stops.push(() => redis.disconnect());
		stops.push(async () => {
			const keys = await redis.keys(`*${name}*`);
			if (keys.length > 0) await redis.del(keys);
		});
		const queue = connectQueue(name);
		stops.push(() => queue.close());
		const services = await startServices(stops);

		const packages = join('.n8n', 'nodes');
		const home = join(homes, 'main');
		await installPackage(home, sourceHash());
		const common = { ...queueMode(name), ...env };
		// first and alone, because it makes the tables
		const main = await startProcess({ home, env: common }, stops);

		const startAnother = async (command: string, index: number) => {
			const other = join(homes, `${command}-${index + 1}`);
			cpSync(join(home, packages), join(other, packages), { recursive: true });
			return await startProcess({ home: other, command: [command], env: common }, stops);
		};
		const startSome = (command: string, count: number) =>
			Array.from({ length: count }, (_, index) => startAnother(command, index));
		// all of them settle before a failure ends them: none may start after that
		const others = [...startSome('worker', workers), ...startSome('webhook', webhooks)];
		await Promise.allSettled(others);
		const started = await Promise.all(others);

		const furnished = await furnish(main.n8n.url, services);
		const { client, credentials } = furnished;
		const draft = redisCredential();
		credentials.redis = { id: await client.saveCredential(draft), name: draft.name };
		const processes = { workers: started.slice(0, workers), webhooks: started.slice(workers) };
		const executions = async (workflowId: string) => {
			const { rows } = await database.query<QueueExecution>(
				'SELECT id::text, status, "startedAt", "stoppedAt" FROM execution_entity WHERE "workflowId" = $1 ORDER BY execution_entity.id',
				[workflowId],
			);
			return rows;
		};
		return {
			...furnished,
			main,
			...processes,
			database,
			redis,
			name,
			queue,
			async publish(workflow: StoredWorkflow) {
				await client.publish(workflow.id);
				const { pathname } = new URL(await productionUrl(client, workflow));
				const balancers = await Promise.all(processes.webhooks.map(balance));
				for (const { close } of balancers) stops.push(close);
				const urls = balancers.map(({ url }) => url + pathname);
				const senders = await subscribe(services.intercom, urls);
				stops.push(async () => senders.close());
				return senders;
			},
			executions,
			async finishedExecutions(workflowId: string, count: number, seconds = 60) {
				return await until(
					`${count} finished executions of workflow ${workflowId}`,
					async () => {
						const all = await executions(workflowId);
						return all.length >= count && all.every(({ stoppedAt }) => stoppedAt) && all;
					},
					{ seconds },
				);
			},
		};
	});
}
