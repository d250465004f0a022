import { Cron } from "croner";
import type { Gaming } from "./rules.ts";

/** What somebody has said, by a button or otherwise. */
export interface Hand {
  mode: "on" | "off";
  until?: number;
  by: string;
}

export interface Causes {
  hand: Hand | undefined;
  /** By a schedule, until then. */
  scheduledUntil: number | undefined;
  isGameSeen: boolean;
}

const HOUR_MS = 3_600_000;

/** Until when the schedule gives the card away; nothing while it does not. */
export function scheduledUntil({ schedule, timezone }: Gaming, now: number): number | undefined {
  const ends = schedule.flatMap(({ from, hours }) => {
    const lasts = hours * HOUR_MS;
    const begin = new Cron(from, { timezone, paused: true }).nextRun(new Date(now - lasts))?.getTime();
    return begin !== undefined && begin <= now ? [begin + lasts] : [];
  });
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

/** What somebody has said counts until then, and "off" until what it was said against is over. */
export function standing({ hand, scheduledUntil, isGameSeen }: Causes, now: number): Hand | undefined {
  if (!hand || (hand.until !== undefined && now >= hand.until)) return undefined;
  const isAgainst = scheduledUntil !== undefined || isGameSeen;
  return hand.mode === "off" && !isAgainst ? undefined : hand;
}

/** Why the card is not the models' now. */
export function whyPlaying(causes: Causes): string | undefined {
  const { hand, scheduledUntil, isGameSeen } = causes;
  if (hand) return hand.mode === "on" ? `${hand.by} has switched gaming mode on` : undefined;
  if (isGameSeen) return "a game has the card";
  return scheduledUntil === undefined
    ? undefined
    : `it is time to play, until ${new Date(scheduledUntil).toISOString().slice(0, 16)}Z`;
}
