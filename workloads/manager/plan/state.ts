/** What a model is doing. Times are milliseconds of the machine's clock. */
export type Phase =
  | { is: "stopped" }
  /** `begun`: Docker was told to; `run`: which start of its container this is. */
  | { is: "starting"; since: number; begun: boolean; run?: string }
  | { is: "ready"; since: number; run: string; silentSince?: number }
  /** Nobody new is sent there; what is being answered may end until then. */
  | { is: "draining"; since: number; until: number; why: string }
  | { is: "stopping"; since: number; why: string; failure?: string }
  | { is: "failed"; since: number; why: string; retryAt: number };

export interface ModelState {
  phase: Phase;
  usedAt: number;
  /** Since when somebody waits for it: its place in the queue. */
  askedAt?: number;
  /** Why it waits, where no turn of the queue would help. */
  blocked?: string;
  /** In a row. */
  failures: number;
  /** How long the last load took. */
  loadMs?: number;
}

/** Whether the card belongs to the models. */
export type Gaming =
  | { is: "off" }
  | { is: "draining"; since: number; until: number; why: string }
  | { is: "on"; since: number; why: string };

export interface State {
  models: Record<string, ModelState>;
  gaming: Gaming;
}

/** A container, as Docker tells it and as it answers. */
export interface ContainerSeen {
  running: boolean;
  /** When it was started, in Docker's words: the same for as long as it is the same run. */
  run: string;
  answers: boolean;
  /** How the last run ended. */
  end?: string;
}

/** Somebody's answers from a model, and how many wait for it. */
export interface Demand {
  running: number;
  waiting: number;
}

/** All that is known of the world at one moment. */
export interface Seen {
  /** Why Docker does not answer, and since when; then nothing is known of its containers. */
  away?: { why: string; since: number };
  /** By model; one without a container is missing. */
  containers: Record<string, ContainerSeen>;
  /** Models for which Docker is still carrying out an order. */
  busy: ReadonlySet<string>;
  /** Orders that Docker has refused since the last look. */
  refused: Record<string, string>;
  demand: Record<string, Demand>;
  /** Bytes of the card: those of neither models nor the desktop. Nothing, where nobody can tell. */
  foreign: number;
  /** Of the card, where it tells less than was declared. */
  vram: number;
  /** Why somebody else is to have the card. */
  playing: string | undefined;
}

/** An order for Docker. */
export interface Order {
  to: "start" | "stop";
  model: string;
  why: string;
}

export const idle: Demand = { running: 0, waiting: 0 };

/** Whether it takes memory of the card, or may take it at any moment. */
export function holdsMemory({ phase }: ModelState): boolean {
  return phase.is !== "stopped" && phase.is !== "failed";
}

export function atRest(names: readonly string[], now: number): State {
  const models = names.map((name): [string, ModelState] => [
    name,
    { phase: { is: "stopped" }, usedAt: now, failures: 0 },
  ]);
  return { models: Object.fromEntries(models), gaming: { is: "off" } };
}
