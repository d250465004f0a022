/** One thing that is wrong, told so that a person can mend it without reading our code. */
export interface Problem {
  /** The file, config key or machine where the person has to look. */
  where: string;
  /** What is wrong, in one sentence. */
  what: string;
  /** Facts that help to decide: who owns the other side of a conflict, what was found instead. */
  facts?: string[];
  /** What to do about it. */
  fix: string;
}

/**
 * All that is wrong, at once: a person who mends one typo only to meet the next loses patience.
 * The engine shows a RunError's message without a stack trace, and knows one by this property alone,
 * so that the planners need not load the Pulumi SDK.
 */
export class Refusal extends Error {
  readonly __pulumiRunError = true;
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(tell).join("\n\n"));
    this.name = "Refusal";
    this.problems = problems;
  }
}

/** Throws unless the list is empty: the last line of every check. */
export function refuse(problems: Problem[]): void {
  if (problems.length > 0) throw new Refusal(problems);
}

function tell({ where, what, facts = [], fix }: Problem): string {
  return [`${where}: ${what}`, ...facts.map((fact) => `  ${fact}`), `  fix: ${fix}`].join("\n");
}
