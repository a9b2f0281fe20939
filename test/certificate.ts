import { join } from 'node:path';
import { run } from '../playground/run';

/** A key and a self-signed certificate for these hosts (`*.` is understood), in `directory`; the paths of both. */
export async function certify(
	directory: string,
	hosts: string[],
): Promise<{ certificate: string; key: string }> {
	const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => join(directory, name));
	const names = `subjectAltName=${[...hosts, 'localhost'].map((host) => `DNS:${host}`).join()},IP:127.0.0.1`;
	const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const files = ['-keyout', key, '-out', certificate];
	await run('openssl', ['req', ...kind, ...files, '-subj', '/CN=played', '-addext', names], {
		cwd: directory,
	});
	return { certificate, key };
}
