import type { Level } from "./line.ts";
import type { Series } from "./series.ts";

/** What a person has said of a pattern: it never matters, or it always does. */
export type Verdict = "fine" | "bad";

/** What a service says again and again, with other numbers and names. */
export interface Pattern extends Series {
  id: string;
  service: string;
  level: Level;
  tokens: string[];
  total: number;
  /** One of its lines; nothing secret or personal is in it. */
  example: string;
  verdict?: Verdict;
}

export function templateOf({ tokens }: Pick<Pattern, "tokens">): string {
  return tokens.join(" ");
}
