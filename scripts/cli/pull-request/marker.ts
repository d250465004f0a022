/** What a comment tells; a pull request has one of each. */
export type Subject = "preview" | "test";

/** By it a comment is known as ours, and as that of one run: of two jobs the later one's stays. */
export interface Mark {
  about: Subject;
  run: number;
}

const MARK = /<!-- homelab-(preview|test) run=(\d+) -->/;

export function marked(body: string, { about, run }: Mark): string {
  return `<!-- homelab-${about} run=${run} -->\n${body}`;
}

export function markIn(body: string): Mark | undefined {
  const [, about, run] = MARK.exec(body) ?? [];
  return run === undefined ? undefined : { about: about as Subject, run: Number(run) };
}
