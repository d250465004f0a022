import { createHash, timingSafeEqual } from "node:crypto";
import type { Hono, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import * as z from "zod";
import { bodyAs, checked } from "../../kit/web/index.ts";
import { type Heard, NOTHING } from "./notice.ts";
import type { Outbox } from "./outbox.ts";
import { fromRadarr, radarrPayload } from "./radarr.ts";
import { fromSeerr, seerrPayload } from "./seerr.ts";
import { fromSonarr, sonarrPayload } from "./sonarr.ts";

export interface HeardFrom {
  key: string;
  outbox: Outbox;
  heard(from: "sonarr" | "radarr" | "seerr", outcome: string): void;
}

/** Where Sonarr, Radarr and Seerr tell what happens. They show their key as each of them can: as a bearer, or as a password. */
export function addWebhooks(app: Hono, { key, outbox, heard }: HeardFrom): void {
  app.use("/webhooks/*", keyShown(key));
  const readers = {
    sonarr: (body: unknown) => read(body, sonarrPayload, fromSonarr),
    radarr: (body: unknown) => read(body, radarrPayload, fromRadarr),
    seerr: (body: unknown) => fromSeerr(checked(body, seerrPayload, "body")),
  };
  for (const from of ["sonarr", "radarr", "seerr"] as const)
    app.post(`/webhooks/${from}`, async (context) => {
      const outcome = await outbox.take(readers[from](await bodyAs(context, z.unknown())));
      heard(from, outcome);
      return context.json({ outcome }, outcome === "waits" ? 202 : 200);
    });
}

const event = z.object({ eventType: z.string() });

type Events = z.ZodDiscriminatedUnion<z.ZodObject<{ eventType: z.ZodLiteral<string> }>[]>;

/** An event that nobody wants to hear of is no mistake. */
function read<Schema extends Events>(
  body: unknown,
  schema: Schema,
  heardIn: (payload: z.output<Schema>) => Heard,
): Heard {
  const { eventType } = checked(body, event, "body");
  const isKnown = schema.options.some(({ shape }) => shape.eventType.values.has(eventType));
  return isKnown ? heardIn(checked(body, schema, "body")) : NOTHING;
}

function keyShown(key: string): MiddlewareHandler {
  const wanted = digest(key);
  return async (context, next) => {
    const [scheme = "", shown = ""] = (context.req.header("authorization") ?? "").split(" ");
    const password = Buffer.from(shown, "base64")
      .toString("utf8")
      .replace(/^[^:]*:/, "");
    const seen = scheme.toLowerCase() === "basic" ? password : scheme.toLowerCase() === "bearer" ? shown : "";
    if (!timingSafeEqual(digest(seen), wanted))
      throw new HTTPException(401, {
        message: "Show the webhook key of this program: as a bearer, or as the password of a login.",
      });
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
