import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../playground/tarball';

/** Of the drivers and of Bull, the parts that are used here. */
export interface Postgres {
	connect(): Promise<unknown>;
	query<Row>(sql: string, values?: unknown[]): Promise<{ rows: Row[] }>;
	end(): Promise<void>;
}

export interface Redis {
	on(event: 'error', listener: () => void): unknown;
	connect(): Promise<unknown>;
	get(key: string): Promise<string | null>;
	/** Seconds until the key goes; -1 if it stays, -2 if there is none. */
	ttl(key: string): Promise<number>;
	keys(pattern: string): Promise<string[]>;
	del(keys: string[]): Promise<number>;
	disconnect(): Promise<void>;
}

/** One execution, as n8n hands it to the workers. */
export interface Job {
	data: { executionId: string };
}

/** Bull's. */
export interface Queue {
	getActive(): Promise<Job[]>;
	getWaiting(): Promise<Job[]>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	close(): Promise<void>;
}

// n8n brings all three; required without their types, because the type check also runs without the playground
const fromPlayground = createRequire(join(root, 'playground', 'package.json'));

/** Where a store is: the variable that says so, and what it is unless set. */
const stores = {
	postgres: {
		label: 'PostgreSQL',
		variable: 'QUEUE_POSTGRES_URL',
		usual: 'postgres://postgres@127.0.0.1:5432/postgres',
	},
	redis: { label: 'Redis', variable: 'QUEUE_REDIS_URL', usual: 'redis://127.0.0.1:6379/0' },
};

/** The address of a store; its path is the name of the database. */
export function addressOf(store: keyof typeof stores): URL {
	const { variable, usual } = stores[store];
	const address = process.env[variable] || usual;
	if (URL.canParse(address)) return new URL(address);
	throw new Error(`${variable} is not an address such as ${usual}`);
}

/** Waits for a connection; what it throws names the variable to set, and no password. */
async function reach(store: keyof typeof stores, connecting: Promise<unknown>): Promise<void> {
	try {
		await connecting;
	} catch (error) {
		const { label, variable, usual } = stores[store];
		const { host } = addressOf(store);
		const { code, message } = error as NodeJS.ErrnoException;
		throw new Error(
			`${label} cannot be reached at ${host} (${message || code}). Start one there, or set ${variable} to the address of another, such as ${usual}.`,
		);
	}
}

/** A connection to the database of that name; without one, to that of the address, from where others can be created. */
export async function connectPostgres(database?: string): Promise<Postgres> {
	const { Client } = fromPlayground('pg') as {
		Client: new (options: { connectionString: string; connectionTimeoutMillis: number }) => Postgres;
	};
	const address = addressOf('postgres');
	if (database) address.pathname = database;
	const client = new Client({ connectionString: address.href, connectionTimeoutMillis: 5000 });
	await reach('postgres', client.connect());
	return client;
}

export async function connectRedis(): Promise<Redis> {
	const { createClient } = fromPlayground('redis') as {
		createClient(options: {
			url: string;
			socket: { connectTimeout: number; reconnectStrategy: false };
		}): Redis;
	};
	const { href } = addressOf('redis');
	const client = createClient({ url: href, socket: { connectTimeout: 5000, reconnectStrategy: false } });
	// a lost connection shows in the next call; without a listener it would end the process
	client.on('error', () => undefined);
	await reach('redis', client.connect());
	return client;
}

/** The queue of the n8n whose QUEUE_BULL_PREFIX this is. */
export function connectQueue(prefix: string): Queue {
	const Bull = fromPlayground('bull') as new (
		name: string,
		url: string,
		options: { prefix: string },
	) => Queue;
	return new Bull('jobs', addressOf('redis').href, { prefix });
}
