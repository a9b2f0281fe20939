/**
 * Preloaded into n8n (`node --require`): n8n's own Intercom node knows one address only. Its connections are led to the
 * stub at BENCH_STUB_PORT, whose certificate bears that name.
 */
const tls = require('node:tls');

const { connect } = tls;
const stub = { host: '127.0.0.1', port: Number(process.env.BENCH_STUB_PORT) };

tls.connect = (options, ...rest) =>
	connect(options?.host === 'api.intercom.io' ? { ...options, ...stub } : options, ...rest);
