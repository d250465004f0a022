import type { Rule as RuleName } from "../components/service/index.ts";
import type { Resource } from "./resource.ts";

/** One thing that is wrong with a resource, and what a person does about it. */
export interface Finding {
  what: string;
  fix: string;
}

/** One promise that every resource keeps. Rules are data: nothing here knows of the engine, of waivers or of today. */
export interface Rule {
  name: RuleName;
  /** The promise, in one sentence. */
  promise: string;
  /** Where this resource breaks it. */
  judge(resource: Resource): Finding[];
}
