import type { Resource, Resources } from '../../core/operation';
import { admin } from './admin';
import { exportData, exportReporting } from '../exports/operations';
import { withOptions } from '../options';
import { connection } from './connection';
import { contact } from './contact';
import { conversation } from './conversation';
import { customCall } from './customCall';
import { message } from './message';
import { sampleEvent } from './sampleEvent';
import { tag } from './tag';

const dataExport: Resource = {
	name: 'Data Export',
	preset: 'export',
	operations: { export: exportData },
};
const reportingDataExport: Resource = {
	name: 'Reporting Data Export',
	preset: 'export',
	operations: { export: exportReporting },
};

/** Every operation of Intercom Plus. */
export const resources: Resources = withOptions({
	admin,
	connection,
	contact,
	conversation,
	customCall,
	dataExport,
	message,
	reportingDataExport,
	sampleEvent,
	tag,
});
