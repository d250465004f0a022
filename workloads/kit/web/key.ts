import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/** Lets in who shows this key as a bearer. How long it takes to refuse tells nothing about the key. */
export function keyNeeded(key: string): MiddlewareHandler {
  const wanted = digest(key);
  return async (context, next) => {
    const [scheme, shown = ""] = (context.req.header("authorization") ?? "").split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !timingSafeEqual(digest(shown), wanted))
      throw new HTTPException(401, {
        message: "Show the key of this service: Authorization: Bearer <key>.",
      });
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
