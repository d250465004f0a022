import type { Resource } from "./resource.ts";
import type { Said } from "./said.ts";
import type { Scope } from "./scope.ts";
import type { Stack } from "./stack.ts";

export type Severity = "critical" | "high" | "medium" | "low";

/** What people are told of a rule: in the table of all, and where it is broken. */
interface Told {
  id: string;
  /** The promise, in one sentence. */
  title: string;
  /** Under which names others ask for the same. None, where the lab is the first to ask. */
  sources: string[];
  /** What happens otherwise. */
  reason: string;
  fix: string;
  severity: Severity;
  scope: Scope;
}

/** A promise that each resource keeps by itself. */
export interface ResourceRule extends Told {
  /** Where it is broken, as the end of a sentence that begins with the resource's name. */
  check(resource: Resource): Said;
}

/** A promise that only all resources together can keep or break. */
export interface StackRule extends Told {
  survey(stack: Stack): Remark[];
}

/** What is said of one of them. */
export interface Remark {
  on: Resource;
  says: Said;
}

/** Rules are data: nothing here knows of the engine, of waivers or of today. */
export type Rule = ResourceRule | StackRule;
