import type { Service } from "../../components/lab/index.ts";

/** What becomes of a service while something is away. */
export type Fate =
  /** Its pods start again on another node. */
  | "moves"
  /** It wants to start again, and no node takes it: the scheduler says why. Or it cannot begin without the internet. */
  | "waits"
  /** It is down until what was taken away is back. */
  | "lost"
  /** It runs, and what it cannot work without does not. */
  | "stands idle"
  | "goes on";

export interface ServiceFate {
  service: string;
  stack: string;
  fate: Fate;
  /** Where it was, and where it is now: nodes, or the machine that it is bound to. */
  from: string[];
  to: string[];
  /** In words: the scheduler's, or what is missing, also to one that goes on. */
  reason: string;
  /** Addresses at which it answers no more. */
  dark: string[];
  /** Disks that are out of reach, and how old their newest backup may be. */
  disks: { name: string; size: string; backup: string }[];
}

export interface DrillReport {
  /** What was taken away, and all that went with it. */
  outage: string;
  gone: string[];
  /** Vendors that cannot be told anything meanwhile: an update of what they hold waits. */
  unheard: string[];
  services: ServiceFate[];
}

/** The addresses of a service that are reached in these ways. */
export function addressesOf({ urls }: Service, ways: readonly (keyof Service["urls"])[]): string[] {
  return ways.flatMap((way) => urls[way] ?? []);
}
