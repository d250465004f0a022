import type { IncomingMessage } from "node:http";
import type { Ground } from "./call.ts";
import { Fault } from "./fault.ts";

/** Names that cannot be pointed at this machine by somebody else's DNS. */
const ownName = /^(?:(?:[\w-]+\.)*localhost|[\d.]+|\[[0-9a-f:.]+\])(?::\d+)?$/i;

/**
 * Refuses what a web page sends from the browser of somebody who only visits it. Where no keys are asked for, the page
 * would use the router as its visitor, by a plain form or by a name of its own that it points at this machine.
 */
export function refuseForeign({ headers, method }: IncomingMessage, { origins, keyless }: Ground): void {
  const { host = "", origin } = headers;
  if (keyless && !ownName.test(host)) {
    throw forbidden(
      "foreign_host",
      "Without an admin key the router answers only to localhost and to addresses in numbers. " +
        "Use http://127.0.0.1, or set ROUTER_ADMIN_KEY.",
    );
  }
  if (origin === undefined || method === "GET" || method === "HEAD" || method === "OPTIONS") return;
  if (headers.authorization !== undefined || headers["x-api-key"] !== undefined) return;
  if (origins.any || origins.exact.has(origin) || origin.replace(/^https?:\/\//, "") === host) return;
  throw forbidden(
    "foreign_origin",
    "A web page of another origin sent this without a key. Add its origin to ROUTER_CORS_ORIGINS if it may.",
  );
}

function forbidden(code: string, message: string): Fault {
  return new Fault({ status: 403, kind: "permission", code, message });
}
