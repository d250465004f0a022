import { z } from "zod";
import { waiver } from "../waiver.ts";

/** The rules that a service may be excused from. Whoever adds a rule adds its name here. */
export const RULES = [
  "image-digest",
  "root-user",
  "writable-root",
  "privilege",
  "chroot",
  "node-access",
] as const;
export type Rule = (typeof RULES)[number];

export const waivers = z.partialRecord(z.enum(RULES), waiver);

export type Waivers = z.output<typeof waivers>;

/** What `privilege` allows: all that an image needs which starts as root, gives its files to a user and becomes it. */
const TO_BECOME_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];

/** What of root's powers its excuses leave it. To take a folder for the whole machine is one of its own. */
export function powersOf(waive: Waivers): string[] {
  return [...(waive.privilege ? TO_BECOME_ANOTHER_USER : []), ...(waive.chroot ? ["SYS_CHROOT"] : [])];
}
