import * as z from "zod";

/** Something to tell in the channel. */
export const notice = z.object({
  /** What it is known by: whoever tells it a second time, and be it another program, is not heard. */
  keys: z.array(z.string()),
  /** What is told of the same thing soon after becomes one message. */
  thread: z.string().optional(),
  title: z.string(),
  lines: z.array(z.string()),
  tone: z.enum(["good", "plain", "bad"]),
  poster: z.string().optional(),
  /** A wish that somebody has to agree to. */
  decide: z.int().optional(),
});

export type Notice = z.output<typeof notice>;

/** What follows from what a program has told: something to tell on, and what is no longer so. */
export interface Heard {
  notice?: Notice;
  forget?: string[];
}

export const NOTHING: Heard = {};

/** Both Radarr and Seerr tell that it has come. */
export const filmIsHere = (tmdbId: number) => `film:${tmdbId}:here`;
