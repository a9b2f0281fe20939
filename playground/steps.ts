/** Says what happens before it happens and how long it took; what `work` returns is what the caller gets. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	process.stdout.write(`• ${title} … `);
	const started = Date.now();
	try {
		const result = await work();
		console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
		return result;
	} catch (error) {
		console.log('not done.');
		throw error;
	}
}
