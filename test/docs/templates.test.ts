import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { toEvent } from '../../nodes/Intercom/webhook/event';
import { sampleNotification } from '../../nodes/Intercom/webhook/samples';
import { looks, lookOf, pictured } from './canvas';
import { asked, file, page, read, templates, testsOf } from './templates';

type Pinned = { pinData?: Record<string, Array<{ json: IDataObject }>> };

it('stands in templates/README.md as the templates have it (if not: npx tsx test/docs/templates.ts)', () => {
	expect(readFileSync(file, 'utf8')).toBe(page);
});

it('names templates that are there, each of them run by a test', () => {
	expect(asked.flatMap(([, , ...named]) => named).filter((name) => !templates.includes(name))).toEqual([]);
	expect(templates.filter((name) => testsOf(name).length === 0)).toEqual([]);
});

it('shows each as it is on the canvas (if not: UPDATE_PICTURES=1 npm run test:e2e -- pictures)', () => {
	expect(looks()).toEqual(Object.fromEntries(templates.map((name) => [name, lookOf(read(name))])));
	expect(pictured()).toEqual(templates);
});

it('pins data that names nobody but the customer of samples, events as the trigger gives them', () => {
	const pinned = templates.flatMap((name) =>
		Object.values((read(name) as Pinned).pinData ?? {}).flatMap((items) =>
			items.map(({ json }) => ({ name, json })),
		),
	);
	expect(pinned.length).toBeGreaterThan(5);
	for (const { name, json } of pinned) {
		const ids = [...JSON.stringify(json).matchAll(/"(?:external_id|externalId|uid)":"([^"]*)"/g)];
		expect([name, ...new Set(ids.map(([, id]) => id))]).toEqual([name, 'sample-user']);
		if (!json.eventKey) continue;
		const notification = sampleNotification(String(json.topic), { now: 1772012000, version: '2.14' });
		expect(json).toEqual(toEvent(notification, { verified: true, receivedAt: 0, region: 'us' }));
	}
});
