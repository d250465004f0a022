import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** What is known of who asks: by `context.get("caller")`. */
export interface Known {
  Variables: { caller: string };
}

/** Lets in who shows this key as a bearer. How long it takes to refuse tells nothing about the key. */
export function keyNeeded(key: string): MiddlewareHandler {
  return anyKeyNeeded({ "": key });
}

/** The same for several, each under the name of whom it was given to. */
export function anyKeyNeeded(keys: Readonly<Record<string, string>>): MiddlewareHandler<Known> {
  const wanted = Object.entries(keys).map(([name, key]) => ({ name, digest: digest(key) }));
  return async (context, next) => {
    const [scheme, shown = ""] = (context.req.header("authorization") ?? "").split(" ");
    const seen = digest(shown);
    // All of them, however early one fits.
    const [caller] = wanted.filter((each) => timingSafeEqual(seen, each.digest));
    if (scheme?.toLowerCase() !== "bearer" || !caller)
      throw new HTTPException(401, {
        message: "Show the key of this service: Authorization: Bearer <key>.",
      });
    context.set("caller", caller.name);
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
