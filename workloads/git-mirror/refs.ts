/** What branches and tags are at, by their full names. */
export type Refs = ReadonlyMap<string, string>;

export interface Kept {
  ref: string;
  sha: string;
  /** Where it is found from now on. */
  as: string;
  because: "deleted" | "rewritten";
}

export interface RefPlan {
  /** Before anything else: what would be lost. */
  kept: Kept[];
  /** Names that are gone at the source. */
  removed: string[];
  pushed: { ref: string; sha: string }[];
}

export interface Compared {
  source: Refs;
  target: Refs;
  /** Whether all of the one is part of the other. */
  contains(whole: string, part: string): boolean;
  /** Such as 2026-11-22. */
  today: string;
}

/** Below this name lies what the source has no more. */
const ARCHIVED = /^refs\/(?:heads|tags)\/archived\//;

/** What makes the target like the source, and keeps under another name what the source has deleted or written anew. */
export function planRefs({ source, target, contains, today }: Compared): RefPlan {
  const plan: RefPlan = { kept: [], removed: [], pushed: [] };
  const keep = (ref: string, sha: string, because: Kept["because"]) => {
    const as = archivedName(ref, sha, today);
    if (!target.has(as)) plan.kept.push({ ref, sha, as, because });
  };
  for (const [ref, sha] of target) {
    if (source.has(ref) || ARCHIVED.test(ref)) continue;
    keep(ref, sha, "deleted");
    plan.removed.push(ref);
  }
  for (const [ref, sha] of source) {
    const old = target.get(ref);
    if (old === sha) continue;
    // A tag means one thing for ever: what it meant is kept even where the new one contains it.
    if (old && (ref.startsWith("refs/tags/") || !contains(sha, old))) keep(ref, old, "rewritten");
    plan.pushed.push({ ref, sha });
  }
  return plan;
}

/** With what it was at: a branch that is deleted twice in a day, or that was a folder of others, is kept as well. */
function archivedName(ref: string, sha: string, today: string): string {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  return `refs/${kind}/archived/${today}/${name}-${sha.slice(0, 7)}`;
}
