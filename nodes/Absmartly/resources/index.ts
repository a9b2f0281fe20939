import type { Resources } from '../../core/table/operation';
import { attribute } from './attribute';
import { context } from './context';
import { experiment } from './experiment';
import { exposure } from './exposure';
import { goal } from './goal';
import { health } from './health';
import { application, environment, metric, unitType } from './lists';

/** Every operation of the ABsmartly node: what most people come for first, the rest by the alphabet. */
export const resources: Resources = {
	goal,
	exposure,
	attribute,
	experiment,
	application,
	context,
	environment,
	health,
	metric,
	unitType,
};
