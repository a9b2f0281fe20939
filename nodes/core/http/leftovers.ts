/**
 * What a closed TLS connection holds outside V8's heap until the next full collection, in bytes. n8n's HTTP helper opens
 * one for each request (measured with Node 24: 57 KB).
 */
const CONNECTION = 64 * 2 ** 10;

/** V8 begins a full collection when it knows of so many bytes more outside its heap than after the last one. */
const ENOUGH = 64 * 2 ** 20;

let left = 0;

/**
 * Tells V8 of what a request with a reply of `bytes` leaves behind, which it cannot see: thousands of requests would take
 * hundreds of MB more, although all of it is garbage. An array that size is the one way to say so; nothing touches its
 * pages, so that it takes no memory itself.
 */
export function leave(bytes: number): void {
	left += CONNECTION + bytes;
	if (left < ENOUGH) return;
	left = 0;
	try {
		void new ArrayBuffer(ENOUGH);
	} catch {
		// where the system does not promise that much, V8 finds out later
	}
}
