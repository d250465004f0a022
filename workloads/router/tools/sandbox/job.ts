import type { Root } from "../roots/index.ts";

/** A program to run in a folder of a root. */
export interface Job {
  program: string;
  args: string[];
  root: Root;
  /** Below the root. */
  cwd: string[];
  writable: boolean;
  /** Names at the top of the root that stay read-only even so. */
  shielded: string[];
  /** More folders that it may read, at the same place as outside. */
  alsoReads: string[];
  network: boolean;
  env: Record<string, string>;
  input: string;
  signal: AbortSignal;
}

export interface Outcome {
  /** Without one, it was stopped. */
  code: number | undefined;
  /** What it printed, both ways together; the middle may be left out. */
  output: string;
  stopped?: "time" | "output" | undefined;
}

export interface Sandbox {
  /** Where the root is, as seen from inside. */
  place(root: Root): string;
  run(job: Job): Promise<Outcome>;
  /** Why it cannot be used here, in words that say what to do; undefined when it can. */
  problem(): Promise<string | undefined>;
  /** The path of a program inside; throws a ToolError where there is none. */
  find(program: string): Promise<string>;
}

/** What to start so that a job runs: descriptors stand at 3, 4, ... in the child. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  descriptors: number[];
  /** Ends what a signal to the process group does not reach. */
  end?(): void;
}
