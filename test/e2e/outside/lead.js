/**
 * Preloaded into n8n (`node --require`): whatever n8n would connect to outside this machine over TLS is led to the server
 * at OUTSIDE_PORT. A host that its certificate does not name is refused there, so nothing leaves the machine.
 */
const tls = require('node:tls');

const { connect } = tls;
const outside = { host: '127.0.0.1', port: Number(process.env.OUTSIDE_PORT) };

tls.connect = (options, ...rest) =>
	connect(
		options?.host && !['127.0.0.1', 'localhost'].includes(options.host)
			? { ...options, ...outside }
			: options,
		...rest,
	);
