/** A program of our own, as the one file that Node.js runs. */
export interface Program {
  /** The folder in workloads/ that it is made from. */
  name: string;
  code: string;
  /** Of its code: where this is the same, the program is the same. */
  digest: string;
}

/** The program of a name. */
export type Programs = (name: string) => Program;

/** For plans that nobody applies: whether a pod finds a node does not depend on what its program says. */
export function unbuilt(name: string): Program {
  return { name, code: "", digest: "unbuilt" };
}
