import {
	NodeOperationError,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { Send } from '../../core/table/operation';
import { choosable } from '../../core/values/choices';
import { pathTo } from '../../core/values/path';
import { isEmpty } from '../../core/values/plain';
import { sender } from '../transport/api';
import { hasConsole } from '../transport/console';
import { readPage } from '../transport/pages';
import { runningExperiments } from '../transport/running';

type Source = {
	/** The console's list, under `/<list>`. */
	list: string;
	/** The name in a running experiment: what can be offered without the console. */
	running?: (experiment: IDataObject) => unknown;
	/** Where the value is the id. */
	byId?: true;
	/** Which of the list are meant. */
	conditions?: IDataObject;
};

const sources: Record<string, Source> = {
	searchApplications: { list: 'applications' },
	searchEnvironments: { list: 'environments' },
	searchArchivedExperiments: { list: 'experiments', byId: true, conditions: { state: 'archived' } },
	searchExperimentIds: { list: 'experiments', byId: true },
	searchExperiments: { list: 'experiments', running: ({ name }) => name },
	searchGoals: { list: 'goals' },
	searchMetrics: { list: 'metrics' },
	searchUnitTypes: { list: 'unit_types', running: ({ unitType }) => unitType },
};

/** The value is the name, not the id: the collector matches names. Iterations of an experiment share one. */
const namesIn = (names: unknown[]): INodeListSearchResult['results'] =>
	choosable([...new Set(names.map(String))].map((name) => ({ name, value: name })));

/** Iterations share a name: here each is a choice of its own. */
const experimentsIn = (elements: IDataObject[]): INodeListSearchResult['results'] =>
	choosable(
		elements
			.filter(({ id }) => !isEmpty(id))
			.map(({ id, name, iteration, state }) => ({
				name: `${String(name)} (${[iteration && `iteration ${String(iteration)}`, state, `ID ${String(id)}`].filter(Boolean).join(', ')})`,
				value: String(id),
			})),
	);

async function fromConsole(
	send: Send,
	{ list, byId, conditions }: Source,
	search: string,
	page: number,
): Promise<INodeListSearchResult> {
	const query = { ...(search && { search }), ...conditions };
	const request = { method: 'GET' as const, path: pathTo('', list), query, body: {}, api: 'console' };
	const { elements, next } = await readPage(send, request, list, page);
	const results = byId ? experimentsIn(elements) : namesIn(elements.map(({ name }) => name));
	return { results, paginationToken: next?.toString() };
}

const picker = (source: Source) =>
	async function (
		this: ILoadOptionsFunctions,
		filter = '',
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const send = sender(this);
		const search = filter.trim();
		if (hasConsole(this.getNode())) {
			return await fromConsole(send, source, search, Number(paginationToken ?? 1));
		}
		const { running } = source;
		if (!running || !this.getNode().credentials?.absmartlyApi) {
			throw new NodeOperationError(this.getNode(), 'This list needs an ABsmartly Console API credential', {
				description:
					'Add the option Console Lists and choose one above, or choose By Name and type the name exactly as in ABsmartly',
			});
		}
		const names = (await runningExperiments(send)).map((experiment) => String(running(experiment)));
		return { results: namesIn(names.filter((name) => name.toLowerCase().includes(search.toLowerCase()))) };
	};

/** The lists behind the fields that pick one thing, by the name the field asks for. */
export const listSearch = Object.fromEntries(
	Object.entries(sources).map(([name, source]) => [name, picker(source)]),
);
