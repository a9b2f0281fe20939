import type { IDataObject } from 'n8n-workflow';
import type { Origin } from '../transport/send';
import type { ROLE_UNKNOWN, Unit } from '../values/units';

export type Goal = { name: string; achievedAt: number; properties: object | null };

/** One subject's events: a PublishRequest of the collector short of `publishedAt`, which is the moment of sending. Times in Unix milliseconds. */
export type Entry = {
	units: Unit[];
	hashed?: boolean;
	historic?: boolean;
	goals?: Goal[];
	exposures?: IDataObject[];
	attributes?: IDataObject[];
};

/** What one item becomes. */
export type Draft =
	| {
			entry: Entry;
			origin: Origin;
			/** What makes this event one and the same however often it comes; absent where nothing does. */
			eventKey?: string;
			/** What is worth saying about it beside what the collector says. */
			warnings: string[];
	  }
	/** Nothing to send, for a reason that is no mistake of the user's. */
	| { skipped: 'no goal for this topic' }
	| { skipped: 'no unit' | typeof ROLE_UNKNOWN };

/** The entry as it goes over the wire, its members in the order of ABsmartly's own SDK. */
export const toWire = ({ units, hashed, historic, ...events }: Entry, publishedAt: number): IDataObject => ({
	units,
	...(hashed && { hashed }),
	...(historic && { historic }),
	publishedAt,
	...events,
});
