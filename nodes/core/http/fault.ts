import { causeOf } from '../n8n/errors';

/** A network fault: the system's code (`ECONNRESET`; '' if it gave none), and whether the request had not left by then. */
export type Fault = { fault: string; unsent: boolean };

type Cause = {
	cause?: unknown;
	code?: unknown;
	syscall?: unknown;
	message?: unknown;
	errors?: unknown;
	isAxiosError?: boolean;
};

/**
 * Codes that come before anything of a request has left, whoever asks: no address, no connection, no agreement on TLS, or
 * a certificate that is not trusted. Source: Node.js, errors (TLS and DNS), and OpenSSL, X509_verify_cert_error_string.
 */
const early = [
	/^(ECONNREFUSED|ENOTFOUND|EAI_[A-Z]+|EPROTO)$/,
	/^(CERT_|CRL_|ERROR_IN_(CERT|CRL)_|ERR_TLS_CERT_|UNABLE_TO_(GET|DECRYPT|DECODE|VERIFY)_)[A-Z_]+$/,
	/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH)$/,
	/^(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/,
	/^ERR_TLS_(HANDSHAKE_TIMEOUT|PROTOCOL_VERSION_CONFLICT|DH_PARAM_SIZE)$/,
	/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE)$/,
	/^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNRECOGNIZED_NAME|BAD_CERTIFICATE)$/,
	/^ERR_SSL_(DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_MD_TOO_WEAK|UNSAFE_LEGACY_RENEGOTIATION_DISABLED)$/,
];

/** Longest code that is looked at. */
const LONGEST_CODE = 80;

/** What Node says, without a code of its own, of a connection that ends before TLS is agreed on. */
const BEFORE_TLS = 'before secure TLS connection was established';

/** Deepest that an error's causes are followed. */
const DEEPEST = 5;

function chainOf(error: unknown): Cause[] {
	const chain: Cause[] = [];
	for (let one = error; typeof one === 'object' && one !== null && chain.length < DEEPEST; ) {
		chain.push(one);
		one = causeOf(one);
	}
	return chain;
}

/** Whether it happened while connecting; of several addresses that were tried, at each. */
const atConnect = ({ syscall, message, errors }: Cause): boolean =>
	syscall === 'connect' ||
	(typeof message === 'string' && (/^connect E[A-Z]+ /.test(message) || message.includes(BEFORE_TLS))) ||
	(Array.isArray(errors) &&
		errors.length > 0 &&
		errors.every((one) => (one as Cause)?.syscall === 'connect'));

/**
 * What n8n's HTTP helper rejects with → the network fault in it; undefined for anything else. n8n wraps the fault in an
 * error of its own, with the system's code in one of the causes.
 */
export function faultIn(error: unknown): Fault | undefined {
	// of an error that has a cause, the cause is what happened
	const chain = chainOf(error).slice(chainOf(error).length > 1 ? 1 : 0);
	const code = chain.map((one) => one.code).find((one) => typeof one === 'string' && one !== '');
	if (!code && !chain.some(({ isAxiosError }) => isAxiosError)) return undefined;
	const fault = String(code ?? '').slice(0, LONGEST_CODE);
	return { fault, unsent: early.some((pattern) => pattern.test(fault)) || chain.some(atConnect) };
}
