import { z } from "zod";
import { waiver } from "../waiver.ts";

/** The rules that a service may be excused from. Whoever adds a rule adds its name here. */
export const RULES = ["image-digest", "root-user", "writable-root", "privilege", "node-access"] as const;
export type Rule = (typeof RULES)[number];

export const waivers = z.partialRecord(z.enum(RULES), waiver);

export type Waivers = z.output<typeof waivers>;

/** What `privilege` allows: all that an image needs which starts as root, gives its files to a user and becomes it. */
export const TO_BECOME_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];
