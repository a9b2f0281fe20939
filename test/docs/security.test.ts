import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { ClientOAuth2 } from '@n8n/client-oauth2';
import ts from 'typescript';
import { executeContext } from '../engine';

/** docs/security.md promises nothing that no test holds. */

const root = resolve(__dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

const comments = page.match(/<!--[\s\S]*?-->/g) ?? [];
const cited = comments.map((text) => /^<!-- test: (test\/\S+\.ts) "([^"]+)" -->$/.exec(text));

/** The titles in a file: what tests, their groups and rules (`name: '…'`) are called. */
function titlesIn(path: string): Set<string> {
	const found = new Set<string>();
	const note = (node?: ts.Node) => {
		if (node && ts.isStringLiteralLike(node)) found.add(node.text);
	};
	const look = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /^(it|test|describe)\b/.test(node.expression.getText()))
			note(node.arguments[0]);
		if (ts.isPropertyAssignment(node) && node.name.getText() === 'name') note(node.initializer);
		node.forEachChild(look);
	};
	const text = readFileSync(join(root, path), 'utf8');
	look(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
	return found;
}

it('names a test in each comment, which is there', () => {
	expect(cited.length).toBeGreaterThan(20);
	const missing = comments.filter((_, index) => {
		const [, path, title] = cited[index] ?? [];
		return path === undefined || !existsSync(join(root, path)) || !titlesIn(path).has(title);
	});
	expect(missing).toEqual([]);
});

it.each([
	'What is kept secret, and how',
	'Whom the package talks to',
	'Who can start a workflow',
	'What strangers write',
	'The playground, and releases',
])('has a test for every point of “%s”', (heading) => {
	const section = page.split(`## ${heading}\n`)[1].split('\n## ')[0];
	const points = section.split(/^- /m).slice(1);
	expect(points.length).toBeGreaterThan(1);
	expect(points.filter((point) => !point.includes('<!-- test: '))).toEqual([]);
});

const servers: Server[] = [];
afterAll(() => servers.forEach((one) => (one.closeAllConnections(), one.close())));

async function listen(answer: RequestListener): Promise<string> {
	const server = createServer(answer);
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('n8n’s own OAuth2 client follows a redirect with the client secret', async () => {
	let sent = '';
	const elsewhere = await listen((request, response) => {
		request.setEncoding('utf8').on('data', (text: string) => (sent += text));
		request.on('end', () =>
			response
				.setHeader('content-type', 'application/json')
				.end('{"access_token":"a-token","token_type":"bearer"}'),
		);
	});
	const here = await listen((_, response) => response.writeHead(307, { location: elsewhere }).end());
	const client = new ClientOAuth2({
		clientId: 'the-client-id',
		accessTokenUri: `${here}/auth/eagle/token`,
		authorizationUri: `${here}/oauth`,
		redirectUri: 'https://n8n.example/callback',
		authentication: 'body',
	});
	// as n8n calls it for a credential that sends its secret in the body
	const body = { client_id: 'the-client-id', client_secret: 'the-client-secret' };
	const token = await client.code.getToken('https://n8n.example/callback?code=a-code', { body });
	expect(token.accessToken).toBe('a-token');
	expect(sent).toContain('client_secret=the-client-secret');
});

it('n8n asks its proxy also for what is on this machine', async () => {
	const seen: string[] = [];
	const listener = (name: string) => (request: { url?: string }, response: { end(text: string): void }) => {
		seen.push(`${name} ${request.url}`);
		response.end('{}');
	};
	const [proxy, here] = [await listen(listener('proxy') as never), await listen(listener('here') as never)];
	const { helpers } = await executeContext('intercomPlus', {});
	const { HTTP_PROXY, NO_PROXY } = process.env;
	try {
		Object.assign(process.env, { HTTP_PROXY: proxy, NO_PROXY: '' });
		await helpers.httpRequest({ url: `${here}/me` });
		Object.assign(process.env, { NO_PROXY: 'localhost,127.0.0.1,::1' });
		await helpers.httpRequest({ url: `${here}/me` });
	} finally {
		for (const [name, value] of Object.entries({ HTTP_PROXY, NO_PROXY }))
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
	}
	expect(seen).toEqual([`proxy ${here}/me`, 'here /me']);
});
