/** What else the console shows of an experiment; times in ISO 8601. */
export type ExperimentDetails = {
	display_name: string;
	type: 'test' | 'feature';
	percentages: string;
	percentage_of_traffic: number;
	primary_metric_id: number | null;
	secondary_metrics: Array<{ metric_id: number; type: string }>;
	/** By id. */
	owners: number[];
	teams: number[];
	tags: number[];
	audience: string;
	analysis_type: string | null;
	required_alpha: string | null;
	created_by_user_id: number;
	created_at: string;
	updated_at: string;
	development_at: string | null;
	start_at: string | null;
	stop_at: string | null;
	full_on_at: string | null;
	full_on_variant: number | null;
	/** The iteration before. */
	parent_id: number | null;
	/** Why it was stopped. */
	reason: string | null;
	seed: number;
	scheduled: ScheduledAction[];
	/** What else was written of it, as it came. */
	more: Record<string, unknown>;
};

export type ScheduledAction = {
	id: number;
	action: string;
	scheduled_at: string;
	note: string | null;
	reason: string | null;
	user_id: number;
};

export type Role = 'FullAdmin' | 'Contributor' | 'Viewer' | 'Base User';
export type User = {
	id: number;
	email: string;
	first_name: string;
	last_name: string;
	/** The API key that acts for them. */
	key: string;
	role: Role;
	/** A Contributor acts in these alone. */
	teams: number[];
	/** What a custom role allows beside, such as `Webhook Admin`. */
	permissions: string[];
};

/** What was done to an experiment, or said of it. */
export type Note = {
	id: number;
	experiment_id: number;
	action: string;
	note: string;
	variant: number | null;
	reply_to_note_id: number | null;
	created_at: string;
	created_by_user_id: number;
	new_experiment_id: number | null;
};

export type Alert = {
	id: number;
	experiment_id: number;
	type: string;
	dismissed: boolean;
	metadata: Record<string, unknown>;
	created_at: string;
	updated_at: string;
};

export type Webhook = {
	id: number;
	name: string;
	description: string;
	url: string;
	enabled: boolean;
	ordered: boolean;
	max_retries: number;
	created_at: string;
	created_by_user_id: number;
	updated_at: string;
	updated_by_user_id: number;
	/** Undefined where none were ever named. */
	events?: Array<{ webhook_event_id: number; enabled: boolean }>;
};

/** A kind of event that the tenant can tell of. */
export type WebhookEvent = { id: number; name: string; description: string };

/** A figure of a result, where it is not the usual one. */
export type Figure = {
	experiment_id: number;
	metric_id: number;
	variant: number;
	unit_count?: number | null;
	value?: number | null;
	mean?: number | null;
	var?: number | null;
	pvalue?: number | null;
	/** A fraction, as its bounds. */
	impact?: number | null;
	impact_ci_lower?: number | null;
	impact_ci_upper?: number | null;
};

export type ExportStatus = 'WAITING' | 'IN_PROGRESS' | 'RETRYING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

/** An export of an experiment's data, what became of it so far, and its file. */
export type Export = {
	id: number;
	experiment_id: number;
	created_at: string;
	histories: Array<{
		id: number;
		status: ExportStatus;
		progress: number;
		exported_rows: number;
		total_rows: number;
		remaining_seconds: number;
		created_at: string;
	}>;
	file?: { key: string; created_at: string; deleted_at: string | null; token: string };
};
