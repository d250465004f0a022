import type { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { bodyAs, checked, keyNeeded } from "../kit/web/index.ts";
import type { Anomaly, Detector } from "./detector.ts";
import { shown } from "./patterns/mask.ts";
import { type Pattern, templateOf } from "./patterns/pattern.ts";

export interface ApiOptions {
  detector: Detector;
  anomalies: () => readonly Anomaly[];
  key: string;
  /** Called when a person has said something, before that is answered. */
  keep(): Promise<void>;
}

const asked = z.object({
  service: z.string().optional(),
  verdict: z.enum(["fine", "bad"]).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

const verdict = z.strictObject({ verdict: z.enum(["fine", "bad"]) });

const MINUTE = 60_000;

/** What logs say is for those who have the key, to read as to judge. */
export function routes(app: Hono, { detector, anomalies, key, keep }: ApiOptions): void {
  app.use("/anomalies", keyNeeded(key));
  app.use("/patterns", keyNeeded(key));
  app.use("/patterns/*", keyNeeded(key));

  app.get("/anomalies", (context) => context.json({ anomalies: anomalies().toReversed() }));

  app.get("/patterns", (context) => {
    const { service, verdict, limit } = checked(context.req.query(), asked, "query");
    const found = [...detector.voices.values()]
      .filter((voice) => service === undefined || voice.service === service)
      .flatMap(({ vocabulary }) => [...vocabulary])
      .filter((pattern) => verdict === undefined || pattern.verdict === verdict)
      .toSorted((one, other) => other.last - one.last);
    return context.json({ patterns: found.slice(0, limit).map(told), total: found.length });
  });

  app.get("/patterns/:id", (context) => context.json(told(known(detector.pattern(context.req.param("id"))))));

  app.put("/patterns/:id/verdict", async (context) => {
    const said = await bodyAs(context, verdict);
    const pattern = known(detector.judge(context.req.param("id"), said.verdict));
    await keep();
    return context.json(told(pattern));
  });

  app.delete("/patterns/:id/verdict", async (context) => {
    const pattern = known(detector.judge(context.req.param("id"), undefined));
    await keep();
    return context.json(told(pattern));
  });
}

function known(pattern: Pattern | undefined): Pattern {
  if (pattern) return pattern;
  throw new HTTPException(404, { message: "There is no such pattern: GET /patterns lists them." });
}

function told(pattern: Pattern) {
  const { id, service, level, total, example, verdict, first, last } = pattern;
  return {
    id,
    service,
    level,
    template: shown(templateOf(pattern)),
    example,
    total,
    first: new Date(first * MINUTE).toISOString(),
    last: new Date(last * MINUTE).toISOString(),
    ...(verdict && { verdict }),
  };
}
