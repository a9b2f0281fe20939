import type { ReplyShape } from '../facts/replies';
import { isAnswer, type Answer, type Silence } from './asker';
import { compare, type Difference, type Met } from './compare';
import { Confidential } from './confidential';
import type { Described } from './described';
import { emptyForm, take, type Form } from './form';

/** - certain: it was seen; likely: three objects or more lacked it; possible: one or two did. */
export type Sure = 'certain' | 'likely' | 'possible';

/** A difference that may be told, with the requests whose replies have it. */
export type Finding = {
	where: string;
	intercom: string;
	simulator: string;
	description: string;
	sure: Sure;
	requests: string[];
};

/** Every error is described so. Source: Intercom API 2.14, error. */
const errorShape: ReplyShape = {
	type: '=error.list',
	request_id: 'string?',
	errors: [{ code: 'string', message: 'string?', field: 'string?' }],
};

/** What says nothing about the API: how the connection is kept, and what is sent along it. */
const ofTheConnection = [
	'connection',
	'content-length',
	'date',
	'keep-alive',
	'transfer-encoding',
	'content-encoding',
];

/** Not this token's to see, or not in the workspace's plan. */
const isRefused = ({ status }: Answer): boolean => [401, 402, 403].includes(status);

type Compared = { request: string; where: string; real: Form; simulated: Form; described?: Described };

/** Holds replies of a workspace against the simulator's, and keeps what may be told of them. */
export class Comparison {
	readonly confidential = new Confidential();
	/** Requests whose replies could not be compared, and why. */
	readonly left = new Map<string, string>();
	private readonly otherHeaders = new Set<string>();
	private readonly forms = new Map<string, Compared>();
	private readonly plain: Array<{ request: string; difference: Difference }> = [];

	/** Headers that only Intercom sends. */
	get headers(): string[] {
		return [...this.otherHeaders]
			.filter((name) => !ofTheConnection.includes(name) && !this.confidential.isOwn(name))
			.sort();
	}

	/** How many requests have been compared. */
	get requests(): number {
		return new Set([...this.forms.values()].map(({ request }) => request)).size;
	}

	/**
	 * Takes the replies to one request; `note` tells it from others of the same operation, `described` is the shape of
	 * success, and `refusable` whether it is no difference when the token may not ask this.
	 */
	add(
		{ request, described, refusable = true }: { request: string; described?: Described; refusable?: boolean },
		reals: Array<Answer | Silence>,
		simulated: Array<Answer | Silence>,
	): void {
		const answers = simulated.filter(isAnswer);
		for (const { body } of answers) this.confidential.learn(body);
		for (const real of reals) {
			if (!isAnswer(real)) this.left.set(request, `Intercom did not answer (${real.fault})`);
			else this.addOne(request, real, answers, refusable && isRefused(real), described);
		}
	}

	private addOne(
		request: string,
		real: Answer,
		simulated: Answer[],
		refused: boolean,
		described?: Described,
	): void {
		this.confidential.keep(real.body);
		const alike = simulated.filter(({ status }) => status === real.status);
		if (refused && alike.length === 0) {
			this.left.set(request, `Intercom answered ${real.status}: the token or the plan does not include it`);
		} else if (alike.length === 0) {
			const statuses = [...new Set(simulated.map(({ status }) => status))].join(' or ');
			this.note(request, {
				where: 'status',
				what: 'status',
				intercom: String(real.status),
				simulator: statuses,
			});
		}
		const failed = real.status >= 400;
		const others = failed ? simulated.filter(({ status }) => status >= 400) : alike;
		const shape: Described | undefined = failed ? { shape: errorShape, minor: 16 } : described;
		if (failed || alike.length > 0) this.compareBodies(request, real, others, shape, failed);
		if (alike.length > 0) this.compareHeaders(request, real, alike);
	}

	private compareBodies(
		request: string,
		real: Answer,
		others: Answer[],
		described: Described | undefined,
		failed: boolean,
	): void {
		const key = `${request} ${failed}`;
		const where = failed ? 'error' : request;
		const known = this.forms.get(key) ?? {
			request,
			where,
			real: emptyForm(),
			simulated: emptyForm(),
			described,
		};
		this.forms.set(key, known);
		take(known.real, real.body);
		for (const { body } of others) take(known.simulated, body);
	}

	private compareHeaders(request: string, real: Answer, alike: Answer[]): void {
		const sent = (name: string) => ({ where: `header ${name}`, what: 'header' as const, simulator: 'sent' });
		const common = [...alike[0].headers.keys()].filter((name) =>
			alike.every(({ headers }) => headers.has(name)),
		);
		for (const name of common.filter((each) => !ofTheConnection.includes(each))) {
			if (!real.headers.has(name)) this.note(request, { ...sent(name), intercom: 'missing' });
		}
		const media = (headers: Headers) => headers.get('content-type')?.split(';')[0].trim();
		const [own, other] = [media(real.headers), media(alike[0].headers)];
		if (own && other && own !== other)
			this.note(request, {
				where: 'header content-type',
				what: 'header',
				intercom: 'another media type',
				simulator: other,
			});
		for (const name of real.headers.keys())
			if (!alike[0].headers.has(name) && /^[a-z][a-z0-9-]{0,39}$/.test(name)) this.otherHeaders.add(name);
	}

	/** Keeps a difference that is not one of bodies. */
	note(request: string, difference: Omit<Difference, 'description'>): void {
		this.plain.push({ request, difference: { description: '', ...difference } });
	}

	private all(): Array<{ request: string; difference: Difference }> {
		const met: Met = new Map();
		const inBodies = () =>
			[...this.forms.values()].flatMap(({ request, where, real, simulated, described }) =>
				compare({ real, simulated, described }, { where, name: '' }, met).map((difference) => ({
					request,
					difference,
				})),
			);
		// once to meet all that the simulator shows
		inBodies();
		return [...this.plain, ...inBodies()];
	}

	private told({ where, intercom, unknown, words }: Difference): { where: string; intercom: string } {
		return {
			where: unknown === undefined ? where : `${where}.${this.confidential.member(unknown)}`,
			intercom: words ? this.confidential.words(words) : intercom,
		};
	}

	/** Each difference once, what is most certain first. */
	findings(): Finding[] {
		const found = new Map<string, Finding & { of: number; lacked: number }>();
		for (const { request, difference } of this.all()) {
			const { simulator, description, lacking = { of: 0, lacked: 0 } } = difference;
			const { where, intercom } = this.told(difference);
			const key = JSON.stringify([where, difference.what, intercom, description]);
			const one = found.get(key) ?? {
				where,
				intercom,
				simulator,
				description,
				sure: 'certain' as const,
				requests: [],
				of: 0,
				lacked: 0,
			};
			found.set(key, one);
			one.simulator = either(one.simulator, simulator);
			one.of += lacking.of;
			one.lacked += lacking.lacked;
			if (!one.requests.includes(request)) one.requests.push(request);
		}
		const order: Sure[] = ['certain', 'likely', 'possible'];
		return [...found.values()]
			.map(({ of, lacked, ...finding }) => ({
				...finding,
				intercom: of > 0 ? `${finding.intercom} in ${lacked} of ${of}` : finding.intercom,
				sure: sureness(of, lacked),
			}))
			.sort((a, b) => order.indexOf(a.sure) - order.indexOf(b.sure) || (a.where < b.where ? -1 : 1));
	}
}

/** `closed or open`, of `closed` and `open`. */
const either = (...texts: string[]): string =>
	[...new Set(texts.flatMap((text) => text.split(' or ')))].sort().join(' or ');

/** That some have a member and others not was seen; that all lack it may be chance where they are few. */
function sureness(of: number, lacked: number): Sure {
	if (lacked < of || of === 0) return 'certain';
	return of >= 3 ? 'likely' : 'possible';
}
