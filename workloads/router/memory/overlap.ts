/** A message as far as it matters for knowing it again. */
export interface Known {
  role: unknown;
  digest: string;
}

/** How what a client sends lies over what is stored: how much to put before it, and from where on it is new. */
export interface Overlap {
  /** So many of the stored messages come before what the client sends. */
  before: number;
  /** Index of the first message sent that is not stored yet. */
  fresh: number;
}

/**
 * Some clients send only what is new, some all, some the last few turns. The assistant's own words tell them apart:
 * a client can only have them from an earlier answer. So what follows the last known answer is new, and a person who
 * says "yes" twice says it twice.
 */
export function overlap(stored: readonly Known[], sent: readonly Known[]): Overlap {
  for (let index = sent.length - 1; index >= 0; index -= 1) {
    if (sent[index]?.role !== "assistant") continue;
    const at = stored.findLastIndex(({ digest }) => digest === sent[index]?.digest);
    if (at < 0) continue;
    const start = at - index;
    // A client that has edited its history no longer lies evenly over ours: then it knows best what came before.
    const even = start > 0 && stored[start]?.digest === sent[0]?.digest;
    return { before: even ? start : 0, fresh: index + 1 };
  }
  return { before: stored.length, fresh: 0 };
}
