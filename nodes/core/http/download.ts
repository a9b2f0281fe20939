import { UserError, type IExecuteFunctions } from 'n8n-workflow';
import { bytesOf } from '../n8n/context';
import type { Given, Open, Request } from '../table/operation';
import { oneLine } from '../values/line';
import { cancelSignal, policy } from './exchange';
import { wait } from './wait';

const brokenOff = (name: string) =>
	new UserError(`The download of ${name} broke off`, {
		description: `It was tried ${policy.attempts} times. Check the network of this n8n and the space on its disk, then run it again`,
	});

/**
 * Hands a file on to n8n's binary data as it arrives, so that its size does not matter. What breaks off on the way is
 * asked for again, from its start. The item says `fileName`, `mimeType` and `bytes`; the file is in its binary `field`.
 */
export async function keep(
	context: IExecuteFunctions,
	open: Open,
	request: Request,
	field: string,
): Promise<Given> {
	const signal = cancelSignal(context);
	for (let tries = 1; ; tries++) {
		const { stream, name, mime } = await open(request);
		const kept = await context.helpers.prepareBinaryData(stream, name, mime).then(
			(binary) => ({ binary }),
			(error: Error) => ({ error }),
		);
		if ('binary' in kept) {
			const { binary } = kept;
			return {
				json: { fileName: name, mimeType: mime, bytes: await bytesOf(context, binary) },
				binary: { [field]: binary },
			};
		}
		stream.destroy();
		signal?.throwIfAborted();
		context.logger.warn(`${context.getNode().name}: ${name} broke off: ${oneLine(kept.error.message)}`);
		if (tries >= policy.attempts) throw brokenOff(name);
		await wait(policy.backoffMs * 2 ** tries, signal);
	}
}
