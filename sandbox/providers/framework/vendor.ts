import type { Change } from "./changes.ts";
import type { Fields } from "./shape.ts";
import type { Failure } from "./validate.ts";
import type { Path, Properties } from "./value.ts";

/** One vendor's plugin, in plain data: the service around it speaks the engine's protocol. */
export interface Vendor {
  readonly name: string;
  /** The version of the official plugin that it stands in for. */
  readonly version: string;
  readonly config: Fields;
  /** What is wrong with a configuration of which each part is right. */
  checkConfig(config: Properties): Failure[];
  diffConfig(before: Properties, after: Properties): Diff;
  /** Gives the kinds of resources as they are under this configuration, of which parts may be computed still. */
  configure(config: Properties, log: Log): Kinds;
  /** Gives what a program can ask of the vendor under this configuration, where it can ask anything. */
  functions?(config: Properties): Functions;
}

/** Throws a Refusal for a type that the vendor does not have. */
export type Kinds = (type: string) => ResourceKind;

/** Throws a Refusal for a function that the vendor does not have. */
export type Functions = (token: string) => VendorFunction;

/** A question to the vendor's API. The engine asks it in a preview too, once all its arguments are known. */
export interface VendorFunction {
  /** What of the answer is secret. */
  readonly secrets?: readonly Path[];
  check(args: Properties): Failure[];
  call(request: { args: Properties; signal: AbortSignal }): Promise<Properties>;
}

export interface Log {
  info(message: string, urn?: string): void;
  warn(message: string, urn?: string): void;
  /** What is going on just now, beside the resource: shown until the next such line. */
  status(message: string, urn: string): void;
}

export interface ResourceKind {
  /** Properties that are secret even where the program did not say so. */
  readonly secrets?: readonly Path[];
  check(request: CheckRequest): Promise<Checked> | Checked;
  diff(request: DiffRequest): Promise<Diff> | Diff;
  /** The outputs as far as they can be known before anything is made. */
  preview(request: ApplyRequest): Promise<Properties> | Properties;
  create(request: ApplyRequest): Promise<Made>;
  update(request: ApplyRequest & Existing): Promise<Properties>;
  /** The resource as it is now, or undefined where it is gone. Without inputs in the state it is being imported. */
  read(request: Existing): Promise<Found | undefined>;
  remove(request: Existing): Promise<void>;
}

export interface CheckRequest {
  /** The last part of the URN: what automatic names are made from. */
  name: string;
  type: string;
  before: Properties;
  inputs: Properties;
  /** The same for the same resource in the same update, so that a preview and its update agree. */
  seed: Uint8Array;
}

export interface Checked {
  inputs: Properties;
  failures: Failure[];
}

export interface DiffRequest {
  id: string;
  state: Properties;
  before: Properties;
  inputs: Properties;
}

export interface Diff {
  changes: Change[];
  /** The old one has to go first: both cannot be there at once. */
  deleteBeforeReplace?: boolean;
}

/** One thing that the engine asks to be done, and how long that may take. */
export interface Operation {
  urn: string;
  /** Seconds that the program gives it (customTimeouts), or undefined where it says nothing. */
  timeout: number | undefined;
  /** Ends with that time or a usual one, and when the engine cancels. */
  signal: AbortSignal;
  /** Ends only when the engine cancels: for what knows its own time. */
  cancelled: AbortSignal;
}

export interface ApplyRequest extends Operation {
  inputs: Properties;
  /** What is there already, when it is an update. */
  state?: Properties;
  /** Paths of inputs that the program does not care about; the inputs hold the old values there. */
  ignoreChanges: string[];
}

export interface Existing extends Operation {
  id: string;
  state: Properties;
  inputs: Properties;
}

export interface Made {
  id: string;
  state: Properties;
}

export interface Found extends Made {
  inputs: Properties;
}
