import { Fault } from "../http/index.ts";
import type { Place } from "../usage/index.ts";

/** A place in the list of usage, as a text that clients hand back as it came. */
export function placeText({ at, id }: Place): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString("base64url");
}

export function readPlace(text: string): Place {
  const [time = "", ...id] = Buffer.from(text, "base64url").toString("utf8").split(" ");
  const at = new Date(time);
  if (!Number.isNaN(at.getTime()) && id.length > 0) return { at, id: id.join(" ") };
  throw new Fault({
    status: 400,
    kind: "invalid_request",
    code: "invalid_value",
    param: "after",
    message: "after: expected the `next` of an earlier page, unchanged.",
  });
}
