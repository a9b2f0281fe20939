import { UserError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { shown } from '../../core/values/plain';
import { sender } from '../transport/api';
import { runningExperiments } from '../transport/running';
import { nameOf } from '../values/text';
import { exposureDraft, framed } from './drafts';
import type { ToDraft } from './toParcels';

/** The running experiment of that name. An exposure needs its ID and its unit type, which people do not know. */
function pick(running: IDataObject[], name: string): IDataObject {
	const found = running.find((experiment) => experiment.name === name);
	if (found) return found;
	const names = running.map((experiment) => `'${shown(experiment.name)}'`).join(', ');
	throw new UserError(name ? `No running experiment is named '${shown(name)}'` : 'No experiment is chosen', {
		description: names
			? `Running there: ${names}`
			: 'No experiment is running in this application and environment',
	});
}

/** Drafts for Exposure → Track; asks the collector once a run for the experiments of each application and environment. */
export function exposing(context: IExecuteFunctions): ToDraft {
	const send = sender(context);
	const asked = new Map<string, Promise<IDataObject[]>>();
	return async (values, json, zone) => {
		const { application, environment } = framed((values.options ?? {}) as IDataObject).origin;
		const place = `${application}\n${environment}`;
		const running = asked.get(place) ?? runningExperiments(send, { application, environment });
		asked.set(place, running);
		return exposureDraft(values, pick(await running, nameOf(values.experiment, 'Experiment')), json, zone);
	};
}
