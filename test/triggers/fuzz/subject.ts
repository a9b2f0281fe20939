import type fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Credentials, WebhookTrigger } from '../../engine';

/** What shows, or fails to show, where a delivery comes from: what follows the URL, and headers, once for each value. */
export type Proof = { path?: string; headers?: Record<string, string[]> };

export type Prove = (bytes: Buffer, trigger: string) => Proof;

/** A genuine notification: of which topic, and in which of the shapes that bodies have. */
export type Genuine = { topic: string; shape: number };

/** What has to come of a delivery. */
export type Expected = {
	status: number;
	/** How many events go to executions at least and at most. */
	least: number;
	most: number;
	/** Checks an event that was given out. */
	holds: (event: IDataObject) => void;
};

/** What is particular to one trigger; all that stands in fuzz.test.ts and generate.ts is the same for each. */
export type Subject = {
	title: string;
	name: WebhookTrigger;
	credentials: Credentials;
	/** The trigger as people set it up, by a name. */
	triggers: Record<string, { parameters: INodeParameters; memory?: IDataObject }>;
	genuine: fc.Arbitrary<Genuine>;
	/** The body of a genuine delivery, with IDs of its own. */
	bodyOf(genuine: Genuine): object;
	/** Names that the node reads. */
	members: string;
	/** What may be added behind the last member: one that is there already, of which the last counts. */
	tails: string;
	right: Prove[];
	wrong: Prove[];
	odd: fc.Arbitrary<Prove>;
	expected(trigger: string, bytes: Buffer, proof: Proof, again: boolean): Expected;
	/** All that is answered in the course of a run. */
	statuses: string[];
};
