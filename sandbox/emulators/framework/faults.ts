import { z } from "zod";

const harm = z.discriminatedUnion("kind", [
  /** An error of the vendor's own shape, and nothing done. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    retryAfter: z.int().nonnegative().optional(),
  }),
  /** An answer that takes its time. */
  z.strictObject({ kind: z.literal("slow"), ms: z.int().positive() }),
  /** A connection that ends without an answer, before the work is done or after it. */
  z.strictObject({ kind: z.literal("cut"), when: z.enum(["before", "after"]) }),
  /** Eventual consistency: readers see what was there so long ago. */
  z.strictObject({ kind: z.literal("stale"), ms: z.int().positive() }),
]);

const pattern = z.string().refine(isPattern, { error: "is not a regular expression" });

export const faultSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  /** A regular expression that finds itself in the path; without one, every path. */
  path: pattern.optional(),
  /** Over after so many requests; without a number it stays until it is switched off. */
  times: z.int().positive().optional(),
  harm,
});

export type Fault = z.infer<typeof faultSchema>;
export type Harm = z.infer<typeof harm>;

/** The faults that are switched on in one emulator, each used up in its turn. */
export class Faults {
  #active: Fault[] = [];

  replace(faults: readonly Fault[]): void {
    this.#active = structuredClone([...faults]);
  }

  all(): Fault[] {
    return structuredClone(this.#active);
  }

  /** What shall go wrong with this request. */
  meet(method: string, path: string): Harm | undefined {
    const fault = this.#active.find(
      (each) => (each.method ?? method) === method && new RegExp(each.path ?? "").test(path),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      this.#active = this.#active.filter(({ times }) => times !== 0);
    }
    return fault?.harm;
  }
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
