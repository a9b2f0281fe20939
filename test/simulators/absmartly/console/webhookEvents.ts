import type { WebhookEvent } from './types';

/** The kinds of events, with what each means. Settings page of ABsmartly's docs; the export ones from its release notes. */
const known: Array<[name: string, description: string]> = [
	['ExperimentCreated', 'An experiment was created'],
	['ExperimentReady', 'An experiment is ready to start'],
	['ExperimentDevelopment', 'An experiment was started in development'],
	['ExperimentStarted', 'An experiment was started'],
	['ExperimentStopped', 'An experiment was stopped'],
	['ExperimentRestarted', 'An experiment was restarted as a new iteration'],
	['ExperimentFullOn', 'An experiment was put full on'],
	['ExperimentEdited', 'An experiment was edited'],
	['ExperimentCommented', 'Somebody commented on an experiment'],
	['ExperimentArchived', 'An experiment was archived'],
	['ExperimentUnarchived', 'An experiment was restored'],
	['ExperimentAlertCreated', 'A health check raised an alert'],
	['GoalCreated', 'A goal was created'],
	['GoalEdited', 'A goal was edited'],
	['GoalArchived', 'A goal was archived'],
	['MetricCreated', 'A metric was created'],
	['MetricEdited', 'A metric was edited'],
	['MetricArchived', 'A metric was archived'],
	['ExperimentDataExportReady', 'The data of an experiment are ready to download'],
	['ExportCreated', 'An export was created'],
	['ExportStarted', 'An export was started'],
	['ExportCompleted', 'An export was completed'],
	['ExportFailed', 'An export failed'],
	['ExportRetrying', 'An export is tried again'],
	['ExportCancelled', 'An export was cancelled'],
	['ExportDownloadReady', 'The file of an export is ready to download'],
];

/** A new tenant's list; take some out of it to play a server that knows fewer. */
export const webhookEvents = (): WebhookEvent[] =>
	known.map(([name, description], index) => ({ id: index + 1, name, description }));
