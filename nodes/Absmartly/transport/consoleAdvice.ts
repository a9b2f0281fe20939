import type { Reply } from '../../core/http/exchange';
import type { Request } from '../../core/table/operation';
import { rightFor } from './permissions';

/** What an account of ABsmartly can ask for besides, by the words in which it does; the first that fits. */
const demands: Array<[words: RegExp, advice: string]> = [
	[
		/custom fields?\b/i,
		'This ABsmartly account requires custom fields that the experiment leaves blank. Fill them in in the Web Console (the experiment > Edit), then run this again',
	],
	[
		/\breasons?\b/i,
		'This ABsmartly account requires a reason. Choose one under Reason, or if your account has reasons of its own, give the code of one by an expression',
	],
	[/\b(notes?|comments?)\b/i, 'This ABsmartly account requires a note. Fill in Note'],
];

/** Without one of these words, a refusal asks for nothing: it only mentions a reason or a comment. */
const asks =
	/requir|mandator|missing|must|need|necessary|expected|provide|specif|empty|blank|invalid|unknown|allowed/i;

function advised(words: string): string | undefined {
	if (!words) return 'Try the same in ABsmartly Web Console, which may say more';
	return asks.test(words) ? demands.find(([pattern]) => pattern.test(words))?.[1] : undefined;
}

const checkId =
	'Check the ID. An experiment of a team that the owner of the API key may not see is not found either. If the ID is right, check the endpoint of the ABsmartly Console API credential';

/** What is not there, by the path that leads to it; the first that fits. */
const absent: Array<[path: RegExp, advice: string]> = [
	[
		/^\/experiments\/\d+\/activity\/[^/]+\/reply$/,
		'Check Reply To (ID): this experiment has no comment with that ID. Get it from the output of Comment, or leave Reply To blank',
	],
	[/^\/experiments\/[^/]+/, checkId],
];

/** What to do about the console's refusal of this request, where more is known than its status says; `words` are its own. */
export function consoleAdvice(
	request: Request,
	{ statusCode }: Reply,
	words: string,
): { byStatus: Record<string, string>; other?: string } {
	const right = statusCode === 403 ? rightFor(request) : undefined;
	const missing = absent.find(([path]) => path.test(request.path))?.[1];
	return {
		byStatus: {
			...(right && {
				403: `The owner of the API key may not do this: it takes the permission ${right.permission}. Ask an administrator of ABsmartly for it, or for a role that has it, such as ${right.role} or FullAdmin`,
			}),
			...(missing && {
				404: missing,
				409: 'Somebody else changed the experiment at the same time. Look at it in ABsmartly Web Console, then run this again',
			}),
		},
		other: advised(words),
	};
}
