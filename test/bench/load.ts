import { createHmac, randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { secrets } from '../../playground/credentials';
import { sign } from '../../nodes/Intercom/webhook/signature';
import { conversation, notification as notificationOf } from '../intercom/webhook/notifications';

/** Webhooks as Intercom and GitHub send them, over many connections at once. */

export const TOPIC = 'conversation.user.created';

/** A notification of 2,048 bytes, of another conversation each time. */
export function notification(topic = TOPIC): string {
	const id = randomUUID();
	const event = { ...notificationOf(topic, conversation({ id })), id: `notif_${id}`, padding: '' };
	const text = JSON.stringify(event);
	return text.replace('"padding":""', `"padding":"${'x'.repeat(Math.max(0, 2048 - text.length))}"`);
}

/** What a sender puts into the headers for a body. */
export type Signed = (body: string) => Record<string, string>;

export const signedBy = {
	intercom: (body: string, secret = secrets.clientSecret) => ({
		'x-hub-signature': sign(Buffer.from(body), secret),
	}),
	github: (body: string, secret: string) => ({
		'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
		'x-github-event': 'issues',
	}),
};

export type Load = {
	url: string;
	connections: number;
	/** How many deliveries. */
	amount: number;
	signed: Signed;
	topic?: string;
	/** The wanted answer; 200 unless set. */
	status?: number;
};

type Answers = { statusCodeStats?: Record<string, { count: number }>; errors: number };

/**
 * Sends them, the next one on each connection once it is answered. Gives the wanted answers a second, the longest wait in
 * ms, and how many were answered otherwise, by status (`none` for no answer).
 */
export async function load({ url, connections, amount, signed, topic, status = 200 }: Load) {
	const result = await autocannon({
		url,
		connections,
		amount,
		// seconds; n8n at its defaults lets 200 senders wait long
		timeout: 120,
		requests: [
			{
				method: 'POST',
				setupRequest: (request) => {
					const body = notification(topic);
					return { ...request, body, headers: { 'content-type': 'application/json', ...signed(body) } };
				},
			},
		],
	});
	const { statusCodeStats = {}, errors } = result as Answers;
	const counts = new Map(Object.entries(statusCodeStats).map(([code, { count }]) => [code, count]));
	const wanted = counts.get(String(status)) ?? 0;
	counts.delete(String(status));
	if (errors > 0) counts.set('none', errors);
	const seconds = (result.finish.getTime() - result.start.getTime()) / 1000;
	return { rate: wanted / seconds, longestMs: result.latency.max, others: Object.fromEntries(counts) };
}
