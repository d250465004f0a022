import { randomBytes } from "node:crypto";

// Two routers, or one that was started again, never give the same name: the random part is each process's own.
const prefix = `req_${randomBytes(9).toString("hex")}`;
let count = 0;

/** Unique, and cheap: no randomness is drawn per request. */
export function nextRequestId(): string {
  count += 1;
  return prefix + count.toString(36);
}

/** A name that is safe to repeat in a header and a log. */
export function validRequestId(given: string | string[] | undefined): given is string {
  return typeof given === "string" && /^[\w.:/+=-]{1,128}$/.test(given);
}
