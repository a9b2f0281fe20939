import { toolCharacters } from '../../core/run/asTool';
import { PAGE_SIZE } from '../../core/run/chosen';
import { requestDetails } from '../../core/run/details';
import type { Field, Operation, Resources } from '../../core/table/operation';

const additionalBody: Field = {
	displayName: 'Additional Body (JSON)',
	name: 'additionalBody',
	type: 'json',
	default: '{}',
	merge: true,
	description:
		'Members of the request’s body as Intercom’s API has them, over what the fields above make of it. Objects are merged, all else is replaced.',
};

const pageSize = (most: number): Field => ({
	displayName: 'Page Size',
	name: PAGE_SIZE,
	type: 'number',
	typeOptions: { minValue: 1, maxValue: most },
	default: most,
	description:
		'How many results Intercom gives at once. A smaller page helps where Intercom takes too long to make a large one; this node halves it by itself when that happens.',
});

const isInBody = ({ to, type, options = [] }: Field): boolean =>
	to === 'body' || (type === 'collection' && (options as Field[]).some(isInBody));

/** Whether the operation sends a body that could hold more. */
const hasBody = ({ request, fields = [], body, build }: Operation): boolean =>
	/^(POST|PUT|PATCH) /.test(request ?? '') &&
	(body !== undefined || build !== undefined || fields.some(isInBody));

const optionsOf = (operation: Operation): Field[] => [
	// many items share a request there, so that none has one of its own
	...(hasBody(operation) && !operation.runAll ? [additionalBody] : []),
	...(operation.list && operation.perPage ? [pageSize(operation.perPage)] : []),
	...(operation.request && !operation.runAll ? [requestDetails] : []),
	...(operation.request ? [toolCharacters] : []),
	...(operation.options ?? []),
];

/** A search is a POST that only reads. */
const searching = ({ request = 'GET /' }: Operation): Pick<Operation, 'readOnly'> =>
	/^POST .*\/search$/.test(request) ? { readOnly: true } : {};

/** Every operation with the options that all of its kind have: its body as JSON, and what became of its request. */
export const withOptions = (resources: Resources): Resources =>
	Object.fromEntries(
		Object.entries(resources).map(([key, resource]) => [
			key,
			{
				...resource,
				operations: Object.fromEntries(
					Object.entries(resource.operations).map(([name, entry]) => {
						const operation = { ...entry, ...searching(entry) };
						return [name, { ...operation, options: optionsOf(operation) }];
					}),
				),
			},
		]),
	);
