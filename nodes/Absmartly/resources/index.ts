import type { Resources } from '../../core/table/operation';
import { attribute } from './attribute';
import { context } from './context';
import { experiment } from './experiment';
import { exposure } from './exposure';
import { goal } from './goal';
import { health } from './health';
import { application, environment, metric, unitType } from './lists';

/** Every operation of the ABsmartly node. */
export const resources: Resources = {
	application,
	attribute,
	context,
	environment,
	experiment,
	exposure,
	goal,
	health,
	metric,
	unitType,
};
