import * as z from "zod";
import { words } from "../discord/index.ts";
import { type Heard, NOTHING } from "./notice.ts";

const LONGEST = 300;

/** What Sonarr and Radarr say alike: the second grew out of the first. */
export const healthPayload = <Event extends "Health" | "HealthRestored">(event: Event) =>
  z.object({
    eventType: z.literal(event),
    level: z.string().nullish(),
    message: z.string().nullish(),
    type: z.string().nullish(),
  });

export const statusMessages = z
  .array(z.object({ title: z.string().nullish(), messages: z.array(z.string()).nullish() }))
  .max(100)
  .nullish();

export function statusLines(said: z.output<typeof statusMessages>): string[] {
  return (said ?? []).flatMap(({ messages }) => messages ?? []).map((each) => words(each, LONGEST));
}

export function test(who: "Sonarr" | "Radarr"): Heard {
  return { notice: { keys: [], title: `${who} is heard here`, lines: ["This was a test."], tone: "plain" } };
}

/** Told once until it is over. A warning waits for somebody to look; an error does not. */
export function healthOf(
  who: "Sonarr" | "Radarr",
  { eventType, level, message, type }: z.output<ReturnType<typeof healthPayload>>,
): Heard {
  const key = `${who}:health:${type ?? "unknown"}`;
  const text = words(message ?? "It does not say what.", LONGEST);
  if (eventType === "HealthRestored") return { forget: [key] };
  if (level?.toLowerCase() !== "error") return NOTHING;
  return { notice: { keys: [key], title: `${who} is not well`, lines: [text], tone: "bad" } };
}
