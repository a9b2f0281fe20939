import { connectPostgres, connectRedis } from './stores';

/** Before all tests: both stores answer. A missing one fails the run at once instead of every test after a while. */
export default async function reachable(): Promise<void> {
	const postgres = await connectPostgres();
	await postgres.end();
	const redis = await connectRedis();
	await redis.disconnect();
}
