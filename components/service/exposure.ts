import { z } from "zod";
import { words } from "../fault.ts";
import { GROUPS } from "../inventory/index.ts";
import { label } from "../units/index.ts";

/** Who may enter through the tunnel. `public` is everybody, and has to be said. */
const access = z.enum([...GROUPS, "public"], {
  error: ({ input }) =>
    input === undefined
      ? words("says nothing of who may enter", 'write access: "admin" | "plex-users" | "public"')
      : undefined,
});

const entry = z
  .strictObject({
    access,
    host: label.optional(),
    /** Programs that cannot show anybody a page to log in: each enters with a token of its own. */
    programs: z.array(label).default([]),
  })
  .refine(({ access, programs }) => access !== "public" || programs.length === 0, {
    path: ["programs"],
    error: words("asks for tokens where everybody enters without one", "remove it, or let fewer people in"),
  });

/** Who stands at the door inside the house: a login that only administrators have, and patience for few requests. */
const guard = z.enum(["admin"]);

/** Where people reach it. The name is the service's own where none is given. */
export const exposure = z.strictObject({
  port: label.optional(),
  lan: z
    .union([z.literal(true), z.strictObject({ host: label.optional(), guard: guard.optional() })])
    .optional(),
  tailnet: z.union([z.literal(true), z.strictObject({ host: label })]).optional(),
  public: entry.optional(),
  /** Its picture on the dashboard, where that is not called as the service is. */
  icon: z.string().optional(),
});

export type Exposure = z.output<typeof exposure>;
