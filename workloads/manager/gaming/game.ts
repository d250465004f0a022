import type { Gaming } from "./rules.ts";

/** Whether somebody else's program has the card, as far as its memory tells. */
export interface GameWatch {
  isSeen: boolean;
  /** Since when the card looks otherwise. */
  doubtSince?: number;
}

/** A game is believed when it stays, and believed to be over when it stays away. */
export function watchGame(
  was: GameWatch,
  foreign: number,
  now: number,
  { seenAbove, seenFor, goneFor }: Gaming,
): GameWatch {
  const looksSo = foreign > seenAbove;
  if (looksSo === was.isSeen) return { isSeen: was.isSeen };
  const doubtSince = was.doubtSince ?? now;
  const patience = (was.isSeen ? goneFor : seenFor) * 1000;
  return now - doubtSince < patience ? { ...was, doubtSince } : { isSeen: looksSo };
}
