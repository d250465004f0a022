import { type Exit, exits } from "../exits.ts";
import type { Result } from "./verify.ts";

/** What was not seen is no success where somebody could make it visible: a cluster that nobody may look at is not well. */
export function exitForResults(results: Result[]): Exit {
  if (results.some(({ finding }) => finding.status === "failed")) return exits.unwell;
  const hidden = results.some(({ finding }) => finding.status === "unseen" && finding.fix);
  return hidden ? exits.unseen : exits.ok;
}
