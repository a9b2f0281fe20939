/** One notification as the Intercom simulator delivered it; `ms` is how long n8n took to answer. */
export interface Delivery {
	notificationId: string;
	topic: string;
	attempt: number;
	status: number;
	ms: number;
	state: 'delivered' | 'retrying' | 'failed';
}

/** One goal as the ABsmartly simulator recorded it; `event_at` in ms. */
export interface Goal {
	goal_name: string;
	uid: string;
	event_at: number;
	properties: Record<string, unknown> | null;
}

/** Speaks to a simulator's control; throws with the answer if it is refused. */
export async function control<T>(method: string, url: string, body?: unknown, token?: string): Promise<T> {
	const response = await fetch(url, {
		method,
		headers: {
			...(body !== undefined && { 'content-type': 'application/json' }),
			...(token !== undefined && { authorization: `Bearer ${token}` }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`);
	return JSON.parse(text) as T;
}
