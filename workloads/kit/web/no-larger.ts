import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import type { LightRequest } from "./light/index.ts";

/** Refuses a body that says how large it is before it is touched, and any other one where it becomes too large. */
export function noLarger(bytes: number): MiddlewareHandler {
  const refusal = () =>
    new HTTPException(413, { message: `The body is larger than ${bytes} bytes. Send less.` });
  return async (context, next) => {
    if (Number(context.req.header("content-length") ?? 0) > bytes) throw refusal();
    (context.req.raw as unknown as LightRequest).holdTo(bytes, refusal);
    await next();
  };
}
