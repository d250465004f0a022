/** The web pages whose scripts may read answers: exact origins, or all. */
export interface Origins {
  any: boolean;
  exact: ReadonlySet<string>;
}

export function readOrigins(listed: readonly string[]): Origins {
  return { any: listed.includes("*"), exact: new Set(listed) };
}

const exposed = "x-request-id, x-router-request-id, x-router-decision, retry-after";

/** Adds what lets a page of that origin read the answer; nothing for any other. */
export function allowOrigin(headers: string[], origin: string, { any, exact }: Origins): void {
  if (exact.has(origin)) {
    headers.push("access-control-allow-origin", origin, "access-control-allow-credentials", "true");
  } else if (any) {
    // Never with credentials: the browser would lend every page in the world the visitor's own.
    headers.push("access-control-allow-origin", "*");
  } else {
    headers.push("vary", "origin");
    return;
  }
  headers.push("access-control-expose-headers", exposed, "vary", "origin");
}

/** The answer to a browser that asks before it sends. */
export function allowPreflight(headers: string[], asked: string | undefined, methods: string): void {
  headers.push(
    "access-control-allow-methods",
    methods,
    "access-control-allow-headers",
    asked ?? "authorization, content-type",
    "access-control-max-age",
    "7200",
  );
}
