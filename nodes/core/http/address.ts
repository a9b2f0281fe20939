/**
 * An address that a secret may be sent to: https, or http on this machine, and nobody's name or password in it. It is
 * stricter than the standard, where `http:\\127.1` and a tab in the scheme are fine, so that nothing is left to read in two
 * ways. Linear in time.
 */
const SAFE =
	/^(https:\/\/([^\s\\/?#@:[\]]+|\[[\da-f:.]+\])|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\]))(:\d{1,5})?([/?#][^\s\\]*)?$/i;

/** The parsed address; undefined where it is none. `URL.canParse` of Node 20 denies some that hold an umlaut (seen once in many). */
export function parsedUrl(address: string, base?: string): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}

/** Whether a secret may be sent to this address. */
export const isSafeAddress = (address: string): boolean =>
	SAFE.test(address) && parsedUrl(address) !== undefined;

/** Names of this machine, as the URL class writes them: Linux also takes the address of nobody (`0.0.0.0`, `[::]`) for its own. */
const HERE =
	/(^|\.)localhost\.?$|^(127(\.\d{1,3}){3}|0\.0\.0\.0)$|^\[::(1|(ffff:)?(7f[\da-f]{2}:[\da-f]{1,4}|0:0))?\]$/;

/** Whether a safe address is on this machine. */
export const isLoopback = (address: string): boolean => HERE.test(new URL(address).hostname);

/** An address without what does not count: white space around it, and slashes at its end. */
export const trimmedAddress = (address: string): string => address.trim().replace(/\/{1,9}$/, '');

/** JavaScript that does to the JavaScript `address` what `trimmedAddress` does. */
export const trimmedExpression = (address: string): string =>
	`(${address} ?? "").trim().replace(/\\/{1,9}$/, "")`;

/**
 * JavaScript for an expression of n8n, for credentials, where no code of ours runs: the address that `address` (JavaScript
 * itself) gives where `isSafeAddress` holds, else one that leads nowhere and says why: `what` (`base-url`) must be https.
 * Without a URL class, which n8n's expressions do not have.
 */
export const safeExpression = (address: string, what: string): string =>
	`[${address}].map((address) => ${SAFE}.test(address) ? address : "https://${what}-must-be-https.invalid")[0]`;
