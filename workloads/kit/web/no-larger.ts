import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";

/** Refuses a body that says how large it is before it is touched, and any other one where it becomes too large. */
export function noLarger(bytes: number): MiddlewareHandler[] {
  const refuse = () => {
    throw new HTTPException(413, { message: `The body is larger than ${bytes} bytes. Send less.` });
  };
  return [
    async (context, next) => {
      if (Number(context.req.header("content-length") ?? 0) > bytes) refuse();
      await next();
    },
    bodyLimit({ maxSize: bytes, onError: refuse }),
  ];
}
