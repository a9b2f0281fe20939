import type { Resources } from '../../core/operation';
import { goal } from './goal';

/** Every operation of the ABsmartly node, in menu order. */
export const resources: Resources = { goal };
