// From the paper of Cormack, Clarke and Buettcher: large enough that one list's first place does not decide alone.
const damping = 60;

/** Reciprocal rank fusion: joins rankings whose scores cannot be compared. Best first. */
export function fuse<Item>(rankings: readonly (readonly Item[])[]): { item: Item; score: number }[] {
  const scores = new Map<Item, number>();
  for (const ranking of rankings) {
    ranking.forEach((item, rank) => {
      scores.set(item, (scores.get(item) ?? 0) + 1 / (damping + rank + 1));
    });
  }
  return [...scores].map(([item, score]) => ({ item, score })).sort((one, other) => other.score - one.score);
}
