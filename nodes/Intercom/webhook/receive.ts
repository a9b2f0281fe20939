import { matches } from './aliases';
import type { Notification } from './payload';
import { isSigned, isWellFormed } from './signature';

export type Delivery = { body: Buffer; signature: unknown };

export type Terms = {
	/** Current and previous client secret; none means that nothing is accepted. */
	secrets: string[];
	/** Off only where the user switched the check off. */
	verify: boolean;
	/** What the user chose, old names expanded. */
	topics: Set<string>;
};

/** What to do with a delivery: refuse it, acknowledge it without an execution, or take the notification. */
export type Verdict =
	| { status: 401 | 400; reason: string }
	| { status: 200; ignored: string }
	| { status: 200; notification: Notification };

function whyRefused({ signature }: Delivery, { secrets }: Terms): string {
	if (signature === undefined || signature === '') return 'it carries no X-Hub-Signature';
	if (!isWellFormed(signature)) return 'its X-Hub-Signature has another form than Intercom’s';
	if (secrets.length === 0) return 'the Intercom credential holds no client secret';
	return 'its X-Hub-Signature does not fit the body and the client secret';
}

function parse(body: Buffer): Notification | undefined {
	try {
		const notification = JSON.parse(body.toString('utf8')) as Partial<Notification> | null;
		return typeof notification?.topic === 'string' ? (notification as Notification) : undefined;
	} catch {
		return undefined;
	}
}

/** Everything the webhook decides, without n8n: verify the bytes, then parse, then choose. Never throws. */
export function receive(delivery: Delivery, terms: Terms): Verdict {
	if (terms.verify && !isSigned(delivery.body, delivery.signature, terms.secrets)) {
		return { status: 401, reason: whyRefused(delivery, terms) };
	}
	const notification = parse(delivery.body);
	if (!notification) return { status: 400, reason: 'its body is not an Intercom notification' };
	const { topic } = notification;
	if (topic === 'ping') return { status: 200, ignored: 'ping' };
	if (!matches(terms.topics, topic)) {
		return { status: 200, ignored: `${topic} is not among this trigger's topics` };
	}
	return { status: 200, notification };
}
