import type { IDataObject } from 'n8n-workflow';

/** What an event is about. */
export type ObjectType = 'experiment' | 'note' | 'alert' | 'goal' | 'metric' | 'export' | 'other';

/** An event of ABsmartly, by the name it sends. */
export type KnownEvent = {
	name: string;
	label: string;
	/** What its `id` is the ID of. */
	objectType: ObjectType;
	/** What of an experiment tells that it happened, and when; a poll gives it out when it is another than before. */
	polled?: (experiment: IDataObject) => unknown;
	/** Whether a poll sees it as long as it lasts, at a time that moves with every edit: it is told when it begins. */
	lasts?: boolean;
};

type Row = [name: string, label: string, objectType: ObjectType, polled?: KnownEvent['polled'], lasts?: true];

/**
 * The events that are known, the most wanted first. Source: ABsmartly's documentation, Settings (18), BigQuery guide of
 * 2026-04 (`ExperimentDataExportReady`) and release notes of 2026-06 (`Export…`, whose payload nobody describes).
 */
const rows: Row[] = [
	['ExperimentStarted', 'Experiment Started', 'experiment', ({ start_at: at }) => at],
	['ExperimentStopped', 'Experiment Stopped', 'experiment', ({ stop_at: at }) => at],
	['ExperimentAlertCreated', 'Experiment Alert Raised', 'alert'],
	['ExperimentFullOn', 'Experiment Set Full On', 'experiment', ({ full_on_at: at }) => at],
	['ExperimentCommented', 'Experiment Commented', 'note'],
	['ExperimentCreated', 'Experiment Created', 'experiment', ({ created_at: at }) => at],
	[
		'ExperimentReady',
		'Experiment Ready to Start',
		'experiment',
		({ state, updated_at: at }) => (state === 'ready' ? at : undefined),
		true,
	],
	[
		'ExperimentDevelopment',
		'Experiment Started in Development',
		'experiment',
		({ development_at: at }) => at,
	],
	['ExperimentRestarted', 'Experiment Restarted', 'experiment'],
	['ExperimentEdited', 'Experiment Edited', 'experiment'],
	['ExperimentArchived', 'Experiment Archived', 'experiment'],
	['ExperimentUnarchived', 'Experiment Unarchived', 'experiment'],
	['ExperimentDataExportReady', 'Experiment Export Ready', 'experiment'],
	['GoalCreated', 'Goal Created', 'goal'],
	['GoalEdited', 'Goal Edited', 'goal'],
	['GoalArchived', 'Goal Archived', 'goal'],
	['MetricCreated', 'Metric Created', 'metric'],
	['MetricEdited', 'Metric Edited', 'metric'],
	['MetricArchived', 'Metric Archived', 'metric'],
	['ExportDownloadReady', 'Export Ready to Download', 'export'],
	['ExportCompleted', 'Export Completed', 'export'],
	['ExportFailed', 'Export Failed', 'export'],
	['ExportCreated', 'Export Created', 'export'],
	['ExportStarted', 'Export Started', 'export'],
	['ExportRetrying', 'Export Tried Again', 'export'],
	['ExportCancelled', 'Export Canceled', 'export'],
];

export const knownEvents: KnownEvent[] = rows.map(([name, label, objectType, polled, lasts]) => ({
	name,
	label,
	objectType,
	...(polled && { polled }),
	...(lasts && { lasts }),
}));

const byName = new Map(knownEvents.map((event) => [event.name, event]));

export const eventNamed = (name: string): KnownEvent | undefined => byName.get(name);

/** What an event of this name is about, also of one that came later than this list. */
export function objectTypeOf(name: string): ObjectType {
	const known = byName.get(name);
	if (known) return known.objectType;
	const kinds = ['experiment', 'goal', 'metric', 'export'] as const;
	return kinds.find((kind) => name.toLowerCase().startsWith(kind)) ?? 'other';
}
