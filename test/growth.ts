/** How much longer work takes when its input grows: held as a ratio within one run, since times differ from machine to machine. */

/** 1 MB, where no other limit is stated. */
const LONGEST = 1_000_000;

/** The small input is so many times smaller, and as many of them are as long together. */
const GROWTH = 64;

/** One long input may take so many times the work of as many characters in short ones: linear work takes 1, quadratic 64. */
const MOST = 8;

/** Below this (CPU milliseconds) a measurement says nothing. */
const FLOOR = 3;

const cpu = async (work: () => unknown): Promise<number> => {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
};

/**
 * How many times as much CPU `work` takes on one input of `longest` characters of `piece` than on 64 short ones that are
 * as long together: the smallest of a few rounds, since other work of the process may fall into one. Both do the same
 * amount of linear work, so that a collection of garbage or a busy core weighs on both.
 */
export async function growthOf(
	work: (text: string) => unknown,
	piece: string,
	longest: number = LONGEST,
): Promise<number> {
	const of = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
	const [small, large] = [of(longest / GROWTH), of(longest)];
	let least = Infinity;
	for (let round = 0; round < 4 && least > MOST; round++) {
		const short = await cpu(async () => {
			for (let count = 0; count < GROWTH; count++) await work(small);
		});
		const long = await cpu(() => work(large));
		least = Math.min(least, long / Math.max(short, FLOOR));
	}
	return least;
}

/** What an attacker repeats: each space, quote, bracket, sign and entity, and what begins something that never ends. */
export const PIECES = [
	...[
		' ',
		'\t',
		'\n',
		'\r\n',
		'\u00a0',
		'\u200b',
		'\u0000',
		'&nbsp;',
		'&nbsp;x',
		' x',
		'"',
		"'",
		'""',
		',',
		';',
		'=',
	],
	...[
		'<',
		'>',
		'</',
		'<a ',
		'<a href="',
		'<a x=\'"',
		'<b =',
		'<!--',
		'<!',
		'<?',
		'<![CDATA[',
		'<p',
		'<p>',
		'<div><i></b>',
	],
	...[
		'<script>',
		'</script',
		'<svg>',
		'<pre> \n',
		'<ul><li>',
		'<td>',
		'<img alt=x>',
		'<a href=x>',
		'<title>',
		'<xmp>',
	],
	...[
		'&',
		'&#',
		'&#x',
		'&#1',
		'&lt',
		'&amp;',
		'&notin',
		'(',
		')',
		'[',
		']',
		'{',
		'}',
		'{{',
		'}}',
		'${',
		'*',
		'_',
		'`',
		'\\',
	],
	...[
		'a@',
		'a@b.',
		'@',
		'.',
		'-',
		'+',
		'/',
		'//',
		':',
		'1',
		'1:11 ',
		'12 34 ',
		'2026-02-25 ',
		'+41 79 ',
		'%',
		'%2',
		'%zz',
	],
	...[
		'a',
		'ab ',
		'ab  ',
		'é',
		'😀',
		'\ud800',
		'\u202e',
		' (',
		' ()',
		'pending ',
		'pending export ',
		'null',
		'1e',
		'.5',
		'0x',
	],
];

export const linear = (growth: number): boolean => growth <= MOST;
