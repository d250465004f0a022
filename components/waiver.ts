import { z } from "zod";
import { fault } from "./fault.ts";

/** Says why a rule does not hold here, and until when: an excuse without an end becomes the rule. */
export const waiver = z.strictObject({
  because: z.string().min(20, fault("too short", "write why, so that a stranger understands it")),
  until: z.iso.date(fault("not a day", 'write the day after which it counts no more, as in "2027-06-30"')),
});

export type Waiver = z.output<typeof waiver>;
