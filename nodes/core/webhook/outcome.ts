import { sleep, type IWebhookFunctions } from 'n8n-workflow';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

const STEP_MS = 50;
const LONGEST_MS = 600_000;

/**
 * Whether n8n made the execution: with Respond Immediately it replies 2xx only after the execution exists, and with
 * an error status otherwise. A sender that has hung up gets no reply, so what n8n writes all the same is awaited.
 */
export async function executionCameToBe(response: Response): Promise<boolean> {
	// both are over already if the sender hung up while the credential was read or a twin was awaited
	if (!response.destroyed && !response.writableFinished) {
		await new Promise<void>((resolve) => {
			response.once('finish', resolve);
			response.once('close', resolve);
		});
	}
	for (let waited = 0; !response.writableEnded && waited < LONGEST_MS; waited += STEP_MS)
		await sleep(STEP_MS);
	return response.writableEnded && response.statusCode >= 200 && response.statusCode < 300;
}
