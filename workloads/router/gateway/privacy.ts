import type { IncomingHttpHeaders } from "node:http";
import { Fault } from "../http/index.ts";

/** Whether a request must stay in the house. A word that nobody knows is refused: taken for "any", it could send it away. */
export function mustStay({ "x-router-privacy": said }: IncomingHttpHeaders): boolean {
  if (said === undefined || said === "any") return false;
  if (said === "local") return true;
  throw new Fault({
    status: 400,
    kind: "invalid_request",
    code: "invalid_value",
    param: "x-router-privacy",
    message: 'The header x-router-privacy must be "local" (the request never leaves the house) or "any".',
  });
}
