import type { Resources } from '../../core/operation';
import { context } from './context';
import { experiment } from './experiment';
import { goal } from './goal';
import { health } from './health';
import { application, environment, metric, unitType } from './lists';

/** Every operation of the ABsmartly node. */
export const resources: Resources = {
	application,
	context,
	environment,
	experiment,
	goal,
	health,
	metric,
	unitType,
};
