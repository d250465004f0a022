/** Texts by the names of their files. */
export type Files = Readonly<Record<string, string>>;

/** A program of our own, as the files that Node.js runs. */
export interface Program {
  /** The folder in workloads/ that it is made from. */
  name: string;
  /** What it loads as it starts, its own file first. */
  start: Files;
  /** What it loads when somebody asks for it, and mostly nobody does. */
  later: Files;
  /** Of all its files: where this is the same, the program is the same. */
  digest: string;
}

/** The program of a name. */
export type Programs = (name: string) => Program;

/** For plans that nobody applies: whether a pod finds a node does not depend on what its program says. */
export function unbuilt(name: string): Program {
  return { name, start: {}, later: {}, digest: "unbuilt" };
}

export interface Bundle extends Program {
  /** Every file that it is made from: while none of them changes, it does not either. */
  sources: string[];
}
