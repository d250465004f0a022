import type { Properties } from "../../framework/value.ts";
import type { Operation } from "../../framework/vendor.ts";
import { annotationOf } from "../annotations.ts";

export interface Patience {
  seconds: number;
  signal: AbortSignal;
}

/** How long an operation may wait: what the program says, at the resource or on the object, or what is usual. */
export function patienceFor(
  { timeout, cancelled }: Pick<Operation, "timeout" | "cancelled">,
  object: Properties,
  usual = 600,
): Patience {
  const annotated = Number(annotationOf(object, "timeoutSeconds"));
  const seconds = timeout ?? (annotated > 0 ? annotated : usual);
  return { seconds, signal: AbortSignal.any([cancelled, AbortSignal.timeout(seconds * 1000)]) };
}
