import * as z from "zod";

/** Of what a manager tells, what matters for one of its models. */
export interface Told {
  /** Why the card is not the models', where it is not. */
  playing: string | undefined;
  /** Why Docker does not answer, where it does not. */
  away: string | undefined;
  state: "stopped" | "starting" | "ready" | "draining" | "stopping" | "failed";
  why: string | undefined;
  blocked: string | undefined;
  place: number | undefined;
  /** In milliseconds; by the manager's clock, which is the router's within seconds. */
  since: number | undefined;
  retryAt: number | undefined;
  loadMs: number;
}

const words = z.string().transform((text) => text.slice(0, 300));
const time = z.iso.datetime().transform((text) => Date.parse(text));

const schema = z.object({
  docker: z.object({ up: z.boolean(), why: words.optional() }),
  gaming: z.object({ state: z.enum(["off", "draining", "on"]), why: words.optional() }),
  models: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["stopped", "starting", "ready", "draining", "stopping", "failed"]),
      why: words.optional(),
      blocked: words.optional(),
      place: z.int().optional(),
      since: time.optional(),
      retryAt: time.optional(),
      loadSeconds: z.number().min(0),
    }),
  ),
});

/** Throws where this is no status, or has nothing of the model. */
export function readStatus(text: string, name: string): Told {
  const { docker, gaming, models } = schema.parse(JSON.parse(text));
  const model = models.find((each) => each.name === name);
  if (!model) {
    const names = models.map((each) => each.name).join(", ");
    throw new Error(`its manager has no model "${name}"; it has ${names}`);
  }
  const { state, why, blocked, place, since, retryAt, loadSeconds } = model;
  return {
    playing: gaming.state === "off" ? undefined : (gaming.why ?? "somebody plays"),
    away: docker.up ? undefined : (docker.why ?? "nobody knows why"),
    state,
    why,
    blocked,
    place,
    since,
    retryAt,
    loadMs: loadSeconds * 1_000,
  };
}
