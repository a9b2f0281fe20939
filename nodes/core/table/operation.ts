import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	INodeExecutionData,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

/** What an operation's parameters hold for one item, by parameter name. */
export type Values = Record<string, unknown>;

/** An HTTP request without host, credential or headers: those are the transport's. */
export type Request = {
	method: IHttpRequestMethods;
	path: string;
	query: Values;
	body: Values;
	/** A POST that only reads (a search), so that sending it again does no harm. */
	readOnly?: boolean;
	/**
	 * A POST whose body says whom or what it makes, so that the server recognises it when it comes again. False for what
	 * must not be sent again, whatever its method says.
	 */
	repeatable?: boolean;
	/** How often it is sent at most when it fails, where something else is tried then; otherwise as usual. */
	tries?: number;
	/** Which of the vendor's APIs it goes to, where there are several. */
	api?: string;
	/** The API version it needs, where that is later than the one otherwise sent. */
	version?: string;
	/** Which elements of its list are meant, where the server's own filter is too coarse. */
	keep?: (element: IDataObject) => boolean;
	/** The API version that the user wants for it, whatever is otherwise sent. */
	exactVersion?: string;
};

/** What became of a request. `server` is the address it went to, without the path; `rateLeft` is what the server's window has left; `null` where nothing answered or said so. */
export type Sent = {
	server: string;
	method: string;
	path: string;
	version: string | null;
	status: number | null;
	requestId: string | null;
	attempts: number;
	rateLeft: number | null;
};

/** Is told of every request once it has ended, well or not. */
export type Hear = (sent: Sent) => void;

/** Sends one request and gives the parsed reply. Rejects with a `NodeApiError` that a person can act on. */
export type Send = (request: Request, hear?: Hear) => Promise<IDataObject>;

/** Node's readable stream, which may not be imported here. */
export type Stream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

/** A file that is on its way, with its name and media type. */
export type Download = { stream: Stream; name: string; mime: string };

/** Sends one request whose reply is a file. Rejects as `Send` does; once it has resolved, the stream itself may still fail. */
export type Open = (request: Request, hear?: Hear) => Promise<Download>;

/** One item as an operation makes it; the run pairs it. */
export type Given = Pick<INodeExecutionData, 'json' | 'binary'>;

/** What an operation may use that does more than send requests. */
export type Tools = {
	send: Send;
	open: Open;
	/** Puts the reply into n8n's binary data, as the field `field` of the item. */
	keep(request: Request, field: string): Promise<Given>;
	/** Waits `ms` milliseconds; rejects as soon as the execution is cancelled or has failed. */
	wait(ms: number): Promise<void>;
};

/**
 * Finds what a picker's value stands for: an id (a contact's by e-mail), or what an endpoint takes in its place. Rejects
 * with a `UserError` when there is none.
 */
export type Lookup = (value: string, send: Send) => Promise<string | Values>;

/** What `ask` gives, asked once for all items of a run that name the same `key`. A failure is not kept: the next item asks again. */
export type Once = <T>(key: string, ask: () => Promise<T>) => Promise<T>;

/** What a field may complete a request by. */
export type Completing = {
	/** The item's parameters. */
	values: Values;
	/** The item. */
	json: IDataObject;
	/** The workflow's time zone (IANA name). */
	zone: string;
	send: Send;
	once: Once;
	/** Of the whole run, the names of what items hold and nothing takes; to be added to. */
	leftOut: Set<string>;
};

/** A file of the input item; `data` is base64. */
export type InputFile = { name: string; mimeType: string; data: string };

/**
 * One parameter of an operation: n8n's own description plus where its value goes.
 * A field without `to` is only read by the operation's `build` or `perform`.
 */
export type Field = Omit<INodeProperties, 'options' | 'displayOptions'> & {
	options?: Array<Field | NonNullable<INodeProperties['options']>[number] | FieldGroup>;
	to?: 'path' | 'query' | 'body';
	/** Name in the request where it differs from the parameter's; dots nest (`from.id`). */
	as?: string;
	/** Its value's members go into the body each by itself, objects into what is there. */
	spread?: true;
	/** Fields whose names the members of a `spread` value may have. */
	columns?: Field[];
	/** Its value is an object (or JSON) whose members go over the body that everything else made. */
	merge?: boolean;
	/** The API version that first has it, where that is later than the operation's own. What uses it is sent with it. */
	since?: string;
	/** Other parameters' values that make this one visible. */
	show?: Record<string, Array<string | boolean>>;
	/** The parameter's value → the API's (a date → Unix seconds). `zone` is the workflow's (IANA name). */
	convert?: (value: unknown, zone: string) => unknown;
	/** It takes a list too: texts separated by commas, or a list that an expression gives. */
	list?: true;
	/** The operation itself says what is wrong with a value that is no text. */
	checked?: true;
	/** The value names binary fields of the input item (separated by commas) and becomes their files, `InputFile[]`. */
	files?: true;
	/** Picker modes whose value is not the id itself. */
	lookup?: Record<string, Lookup>;
	/** Checks and completes a made request by what only the vendor knows. Rejects with a `UserError`; then nothing is sent. */
	complete?: (request: Request, item: Completing) => Promise<Request>;
};

/** The fields of a row of a fixedCollection. */
export type FieldGroup = Omit<INodePropertyCollection, 'values'> & { values: Field[] };

/** One entry of the table. */
export type Operation = {
	name: string;
	action: string;
	description?: string;
	/** Which of the vendor's APIs answers, where there are several; absent for its main one. */
	api?: string;
	/** The API version that first has it, where that is later than the one otherwise sent. */
	version?: string;
	/** Absent where nothing is sent (`perform` makes the elements itself). */
	request?: `${IHttpRequestMethods} /${string}`;
	/** Whether it only reads, where that does not follow from the request's method (a search is a POST). */
	readOnly?: boolean;
	/** What is asked instead for more elements than `request` can give. */
	scroll?: `GET /${string}`;
	fields?: Field[];
	/** Body members that never vary (`{ message_type: 'close' }`). */
	body?: Values;
	/** Key of the array in a reply, dots nest. Adds Return All and Limit, and gives one item per element. */
	list?: string;
	/** Most elements a page may hold; sent as `per_page`. Absent where the endpoint has no pages. */
	perPage?: number;
	/** The members that Simplify keeps (at most 10), in the order in which they are shown. Adds the Simplify parameter. */
	simplify?: string[];
	/** What Simplify reads, where that is not the reply itself (of a whole conversation the part that was just written). Pure. */
	simplifies?: (reply: IDataObject, request: Request) => IDataObject;
	/** The reply is a file, given out as n8n's binary data. Adds the parameter for the binary field's name. */
	download?: true;
	/** The way out: rewrites the request when the API is irregular. `json` is the item. Pure. */
	build?: (request: Request, values: Values, zone: string, json: IDataObject) => Request;
	/** What a person reads where an item finds nothing; `values` are its parameters as they were filled in, pickers with the names they show. */
	nothing?: (values: Values) => string;
	/** For an operation that is more than one request: does it, and gives the elements. `run` is the same object for all items of a run. */
	perform?: (send: Send, request: Request, values: Values, run: object) => Promise<IDataObject[]>;
	/** For an operation that waits or gives out files: does it, and gives the items. */
	produce?: (tools: Tools, request: Request, values: Values) => Promise<Given[]>;
	/** Rarely used fields that every operation may have. Shown last, as a collection. */
	options?: Field[];
	/** For an operation on all items at once: does the whole run, and gives the node's outputs, every item paired. */
	runAll?: (
		context: IExecuteFunctions,
		operation: Operation,
		continueOnFail: boolean,
	) => Promise<INodeExecutionData[][]>;
};

export type Resource = {
	name: string;
	/** Which permission it needs, for docs/operations.md. */
	permission?: string;
	/** The operation chosen at first. Never to be changed: n8n does not save what equals the default. */
	preset: string;
	operations: Record<string, Operation>;
};
export type Resources = Record<string, Resource>;
