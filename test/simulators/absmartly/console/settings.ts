/** How a body of the console's webhooks looks: docs show the first two, the rest are guesses to be safe from. */
export type WebhookBody = 'bare' | 'events' | 'batch' | 'array';

/** What becomes of `events` when a webhook is written. */
export type TakesEvents = 'takes' | 'ignores' | 'refuses';

/** What changes how the console answers: each is a choice where nobody outside of ABsmartly knows the truth, or where truths differ by account. */
export const consoleSettings = {
	/** Experiments come as a bare array, as the specification says, and not as the CLI reads them. */
	experimentsAsArray: false,
	/** Lists say how many elements there are. */
	totals: true,
	/** Most elements that a page holds, whatever is asked for. */
	pageLimit: 1000,
	/** Elements of a page where nothing is asked for; 10 in the specification of segments. */
	defaultItems: 100,
	/** Lists show experiments without owners, teams, tags, metrics and variants, and webhooks without their events. */
	shallowLists: false,
	/** 64-bit numbers (`unit_count`, seeds) come as JSON strings. */
	bigintsAsText: false,

	/** `errors` is the specification's `{ok:false,errors:[…]}`; clients also expect the others. */
	errorShape: 'errors' as 'errors' | 'message' | 'error' | 'detail' | 'text',
	/** What an experiment's state forbids is answered 200 with `ok:false`, for which the CLI looks. */
	softRefusals: false,
	/** Of a name that is taken: 409 (a mock of the CLI) or 400 (specification of segments). */
	duplicateStatus: 409,
	/** Lists of what somebody has no right to are empty, instead of 403. */
	emptyForbidden: false,

	/** The `state` of an experiment that is full on: `running` or `full_on`. */
	fullOnState: 'running' as 'running' | 'full_on',
	/** The `state` of an experiment that is archived is `archived`, instead of what it was. */
	archivedState: false,
	/** A draft may be started, too. */
	startsDrafts: false,
	/** A running experiment may be archived. */
	archivesRunning: false,
	/** Actions, by commas, that must have a note: `start,stop`. */
	requiredNotes: '',
	/** Actions, by commas, that must have a reason. */
	requiredReasons: '',
	/** A restart with a `version` older than `updated_at` is refused with 409. */
	refusesStale: false,
	/** After so many of the next reads of one experiment somebody else edits it. */
	secondWriter: 0,
	/** What `data` of a change leaves out is erased. */
	partialErases: false,

	/** An experiment that is created ready sends `ExperimentReady`, too. */
	readyToo: false,
	/** A draft that turns ready sends `ExperimentEdited`, too. */
	editedToo: false,
	/** Feature flags, which are experiments of the type `feature`, send no events. */
	silentFeatures: false,
	/** A restart sends `ExperimentStarted` of the new iteration, too. */
	startedToo: false,

	/** The columns of results come in another order each time. */
	shuffledColumns: false,
	/** How long a recomputation takes, in virtual ms. */
	updateMs: 0,
	/** How long each step of an export takes, in virtual ms. */
	exportMs: 1000,
	/** Exports fail. */
	exportFails: false,

	/** Of `POST /v1/webhooks`, and of `PUT`. */
	webhookPost: 'takes' as TakesEvents,
	webhookPut: 'takes' as TakesEvents,
	/** A webhook for which no events were named hears of all of them, instead of none. */
	hearsAll: false,
	/** How `DELETE` answers: 204 without a body, or 200 with `ok`. */
	deleteStatus: 204,

	webhookBody: 'bare' as WebhookBody,
	/** For how long events are gathered for one body (`batch`) or to be sent the wrong way round, in real ms. */
	gatherMs: 50,
	/** What is gathered leaves the wrong way round, unless the webhook is ordered. */
	disorder: false,
	/** How many more times each delivery is made. */
	duplicates: 0,
	/** So many of the next answers are lost on their way back: the receiver has the delivery, the sender tries again. */
	unheard: 0,
	/** How long before a failed delivery is tried again, in virtual ms. */
	retryMs: 1000,
	/** How late deliveries leave, in virtual ms. */
	lateMs: 0,
	/** How long an answer may take, in real ms. */
	patienceMs: 5000,
};

export type ConsoleSettings = typeof consoleSettings;
