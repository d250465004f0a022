import type { Resource } from "../resource.ts";

/** For each rule, what keeps it, what breaks it, and what is then said. Of several, each way to do so. */
export interface Case {
  keeps: Resource[][];
  breaks: [says: string, ...Resource[]][];
}
export type Cases = Record<string, Case>;

/** The shortest form: one resource that keeps it, and one that breaks it. */
export function one(keeps: Resource, breaks: Resource, says: string): Case {
  return { keeps: [[keeps]], breaks: [[says, breaks]] };
}

/** Several resources together. */
export function together(keeps: Resource[], breaks: Resource[], says: string): Case {
  return { keeps: [keeps], breaks: [[says, ...breaks]] };
}

/** Each of several resources by itself. */
export function each(keeps: Resource[], breaks: [says: string, Resource][]): Case {
  return { keeps: keeps.map((resource) => [resource]), breaks };
}
