import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { choosable } from '../../core/values/choices';
import { unescaped } from '../../core/values/entities';
import { credentialType } from '../connection/credential';
import { connect } from '../transport/send';
import type { Source } from './picking';
import { sources } from './sources';

const picker = ({ page, label, value = ({ id }) => String(id) }: Source) =>
	async function (this: ILoadOptionsFunctions, filter = '', cursor?: string): Promise<INodeListSearchResult> {
		const send = await connect(this, credentialType(this.getNodeParameter('authentication', 'accessToken')));
		const { elements, next } = await page(send, filter.trim(), cursor);
		const results: INodeListSearchItems[] = elements.map((element) => ({
			// Intercom escapes names as it does bodies
			name: unescaped(label(element)),
			value: value(element),
		}));
		return { results: choosable(results), paginationToken: next };
	};

/** The lists behind the fields that pick one thing, by the name the field asks for. */
export const listSearch = Object.fromEntries(
	Object.entries(sources).map(([name, source]) => [name, picker(source)]),
);
