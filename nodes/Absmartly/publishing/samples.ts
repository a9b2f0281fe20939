import type { IDataObject } from 'n8n-workflow';
import { hashUid } from '../values/hash';
import type { Draft } from './entry';

/** Why a sample is not sent. */
export const SAMPLE = 'sample event';

/** What the Intercom triggers call the customer of a sample. */
const SAMPLE_USER = 'sample-user';

const uids = [SAMPLE_USER, hashUid(SAMPLE_USER)];

export const saysSample = (json: IDataObject): boolean => json.sample === true;

/** Whether an item is a trigger's sample: it says so, or what was made of it names the customer of samples. Nobody's experiment may count it. */
export const isSample = (json: IDataObject, draft: Draft): boolean =>
	saysSample(json) || ('entry' in draft && draft.entry.units.some(({ uid }) => uids.includes(uid)));

/** What the output pane says about samples among `all` items. */
export const sampleHint = (samples: number, all: number): string[] =>
	samples > 0 ? [`Samples never count: nothing was sent for ${samples} of ${all} items`] : [];
