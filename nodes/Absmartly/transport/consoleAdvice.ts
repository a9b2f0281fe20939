import type { Reply } from '../../core/http/exchange';
import type { Request } from '../../core/table/operation';
import { rightFor } from './permissions';

/** What an account of ABsmartly can ask for besides, by the words in which it does; the first that fits. */
const demands: Array<[words: RegExp, advice: string]> = [
	[
		/custom fields?\b/i,
		'This ABsmartly account asks for custom fields that the experiment leaves blank. Fill them in in the Web Console (the experiment > Edit), then run this again',
	],
	[/\breasons?\b/i, 'This ABsmartly account asks for a reason. Choose one under Reason that it knows'],
	[/\b(notes?|comments?)\b/i, 'This ABsmartly account asks for a note. Fill in Note'],
];

const isOne = /^\/experiments\/[^/]+$/;

/** What to do about the console's refusal of this request, where more is known than its status says; `words` are its own. */
export function consoleAdvice(
	request: Request,
	{ statusCode }: Reply,
	words: string,
): { byStatus: Record<string, string>; other?: string } {
	const right = statusCode === 403 ? rightFor(request) : undefined;
	const missing = request.method === 'GET' && isOne.test(request.path);
	return {
		byStatus: {
			...(right && {
				403: `The owner of the API key may not do this: it takes the permission ${right.permission}. Ask an administrator of ABsmartly for it, or for a role that has it, such as ${right.role} or FullAdmin`,
			}),
			...(missing && {
				404: 'Check the ID. An experiment of a team that the owner of the API key may not see is not found either. If the ID is right, check the endpoint of the ABsmartly Console API credential',
			}),
		},
		other: demands.find(([pattern]) => pattern.test(words))?.[1],
	};
}
