import { z } from "zod";
import { fault } from "../fault.ts";

/** The rules that a service may be excused from. Whoever adds a rule adds its name here. */
export const RULES = ["image-digest", "root-user", "writable-root", "privilege"] as const;
export type Rule = (typeof RULES)[number];

/** Says why a rule does not hold here, and until when: an excuse without an end becomes the rule. */
export const waiver = z.strictObject({
  because: z.string().min(20, fault("too short", "write why, so that a stranger understands it")),
  until: z.iso.date(fault("not a day", 'write the day after which it counts no more, as in "2027-06-30"')),
});

export const waivers = z.partialRecord(z.enum(RULES), waiver);

export type Waivers = z.output<typeof waivers>;

/** What `privilege` allows: all that an image needs which starts as root, gives its files to a user and becomes it. */
export const TO_BECOME_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];
