import type { PinnedProcess } from "./process.ts";

/** A gateway that is measured, or the upstream itself. */
export interface Subject {
  name: string;
  version: string;
  /** Where chat completions are asked for. */
  url: string;
  headers: Record<string, string>;
  model: string;
  /** Absent for the upstream itself, whose own cost nobody asks for. */
  server?: PinnedProcess;
  /** Starts it anew: Olla takes a load that ends for an upstream that fails, and then refuses for half a minute. */
  revive?: () => Promise<void>;
  /** What it held when nobody had asked anything yet, in kB. */
  idleKb: number;
}

/** What a subject needs to be started. */
export interface Ground {
  /** A folder for its files, which goes with the run. */
  folder: string;
  /** The upstream, without a path. */
  upstream: string;
}
