import { toPathSegment, UserError, type IHttpRequestMethods } from 'n8n-workflow';
import { fieldsOf } from './fields';
import type { Field, Operation, Request, Values } from './operation';

type Parts = { path: Values; query: Values; body: Values };

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function put(target: Values, name: string, value: unknown): void {
	const [key, ...rest] = name.split('.');
	if (rest.length === 0) target[key] = value;
	else put((target[key] ??= {}) as Values, rest.join('.'), value);
}

/** Puts a field's value where it belongs. Empty means not sent: what n8n shows as blank was left out by the user. */
function place(parts: Parts, field: Field, value: unknown): void {
	if (isEmpty(value)) return;
	if (field.type === 'collection') {
		for (const option of field.options as Field[]) place(parts, option, (value as Values)[option.name]);
	} else if (field.to) {
		const converted = field.convert ? field.convert(value) : value;
		if (converted !== undefined) put(parts[field.to], field.as ?? field.name, converted);
	}
}

const displayNameOf = (operation: Operation, name: string): string =>
	fieldsOf(operation).find((field) => field.to === 'path' && (field.as ?? field.name) === name)
		?.displayName ?? name;

/**
 * Values in, request out. Pure, so every operation is testable without n8n.
 * Rejects a blank path parameter, which would otherwise reach another endpoint.
 */
export function toRequest(operation: Operation, values: Values): Request {
	const [method, template] = operation.request.split(' ') as [IHttpRequestMethods, string];
	const parts: Parts = { path: {}, query: {}, body: structuredClone(operation.body ?? {}) };
	for (const field of fieldsOf(operation)) place(parts, field, values[field.name]);

	const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
		if (isEmpty(parts.path[name])) {
			throw new UserError(`'${displayNameOf(operation, name)}' is empty`, {
				description:
					'Choose one from the list, or make sure that the expression gives a value for every item',
			});
		}
		return toPathSegment(String(parts.path[name]));
	});
	const request: Request = { method, path, query: parts.query, body: parts.body };
	return operation.build?.(request, values) ?? request;
}
