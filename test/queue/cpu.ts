import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { QueueWorld } from './n8n';

export type Role = 'main' | 'webhooks' | 'workers' | 'PostgreSQL' | 'Redis' | 'test and simulators';

/** Linux counts CPU in these, in ms. */
const TICK = 10;

/** A process as /proc has it: its process group and the CPU it used so far, in ms. */
function statOf(pid: string): { group: number; ms: number } {
	const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/);
	const numbers = fields.split(' ').map(Number);
	return { group: numbers[2], ms: (numbers[11] + numbers[12]) * TICK };
}

/** n8n leads a process group; PostgreSQL's title names the database of a connection; Redis is shared with whoever uses it. */
function roleOf(pid: string, group: number, { main, webhooks, workers, name }: QueueWorld): Role | undefined {
	if (Number(pid) === process.pid) return 'test and simulators';
	if (group === main.n8n.pid) return 'main';
	if (webhooks.some(({ n8n }) => n8n.pid === group)) return 'webhooks';
	if (workers.some(({ n8n }) => n8n.pid === group)) return 'workers';
	const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	if (title.startsWith('postgres:') && title.includes(name)) return 'PostgreSQL';
	return title.includes('redis-server') ? 'Redis' : undefined;
}

/**
 * Watches the CPU of this machine's processes by what they are for the world; `stop` gives ms by role. Every second,
 * because what a process used is gone with it. Nothing where there is no /proc, or the stores run elsewhere.
 */
export function watchCpu(world: QueueWorld): { stop(): Partial<Record<Role, number>> } {
	const seen = new Map<string, { role: Role; first: number; last: number }>();
	const look = (isFirst: boolean) => {
		for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
			try {
				const { group, ms } = statOf(pid);
				const known = seen.get(pid);
				const role = known?.role ?? roleOf(pid, group, world);
				if (role) seen.set(pid, { role, first: known?.first ?? (isFirst ? ms : 0), last: ms });
			} catch {
				// it ended meanwhile
			}
		}
	};
	if (!existsSync('/proc/self/stat')) return { stop: () => ({}) };
	look(true);
	const timer = setInterval(() => look(false), 1000);
	return {
		stop() {
			clearInterval(timer);
			look(false);
			const sums: Partial<Record<Role, number>> = {};
			for (const { role, first, last } of seen.values()) sums[role] = (sums[role] ?? 0) + last - first;
			return sums;
		},
	};
}

/** `main 1.2, workers 30.5 ms CPU an event`. */
export const perEvent = (cpu: Partial<Record<Role, number>>, events: number): string =>
	`${Object.entries(cpu)
		.map(([role, ms]) => `${role} ${(ms / events).toFixed(1)}`)
		.join(', ')} ms CPU an event`;
