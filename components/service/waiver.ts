import { z } from "zod";
import { waiver } from "../waiver.ts";

/** The rules that a service may be excused from, by what of it they are about: that is where the excuse is found. */
const RULES = {
  pod: ["image-digest", "root-user", "writable-root", "privilege", "chroot", "runtime-socket"],
  namespace: ["node-access"],
  port: ["open-port"],
} as const;
type Part = keyof typeof RULES;
export type Rule = (typeof RULES)[Part][number];

export const waivers = z.partialRecord(z.enum(Object.values(RULES).flat()), waiver);

export type Waivers = z.output<typeof waivers>;

/** Those that a part of the service carries. On another it would excuse nothing, which is a fault of its own. */
export function waiversOf(part: Part, waive: Waivers): Waivers {
  const rules: readonly string[] = RULES[part];
  return Object.fromEntries(Object.entries(waive).filter(([rule]) => rules.includes(rule)));
}

/** What `privilege` allows: all that an image needs which starts as root, gives its files to a user and becomes it. */
const TO_BECOME_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];

/** What of root's powers its excuses leave it. To take a folder for the whole machine is one of its own. */
export function powersOf(waive: Waivers): string[] {
  return [...(waive.privilege ? TO_BECOME_ANOTHER_USER : []), ...(waive.chroot ? ["SYS_CHROOT"] : [])];
}
