import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Parcel } from './parcel';
import type { Settings } from './settings';

/** Whether what a run has sent is still remembered when the same items come again. */
const areRemembered = (parcels: Parcel[], { remember }: Settings): boolean =>
	parcels.reduce((sum, { entry }) => sum + entry.units.length, 0) <= remember;

/** What becomes of those that were sent when the run is run again. */
function whenRunAgain(parcels: Parcel[], settings: Settings, manual: boolean): string {
	const twice = 'Running it again sends those a second time: ';
	if (settings.deduplicate === undefined) return `${twice}only Goal > Track remembers what it sent`;
	if (!settings.deduplicate) return `${twice}Deduplicate is off`;
	if (manual) return `${twice}manual runs remember nothing`;
	if (parcels.some(({ eventKey, sent }) => !eventKey && sent.length > 0))
		return `${twice}not all of them have an eventKey`;
	return areRemembered(parcels, settings)
		? 'Running it again does not send those twice'
		: 'Running it again may send some of those a second time: Remember Events is too small for so many';
}

/** The error that ends a run, with what was done before it. */
export function ending<E extends NodeApiError | NodeOperationError>(
	error: E,
	parcels: Parcel[],
	settings: Settings,
	manual: boolean,
): E {
	const sent = parcels.filter((parcel) => parcel.sent.length > 0).length;
	if (sent === 0) return error;
	const advice = whenRunAgain(parcels, settings, manual);
	error.description = `${error.description ?? ''} — ${sent} of this run’s items were sent before. ${advice}`;
	return error;
}
