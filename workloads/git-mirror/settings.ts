import * as z from "zod";
import { address, type Environment, levels, oneOf, readEnvironment, whole } from "../kit/index.ts";

const token = (name: string) => z.string(`is not set; write ${name}_FILE, the file that it is in`);

const shape = {
  /** People and organizations. */
  GITHUB_OWNERS: z
    .string("is not set; write whose repositories, such as: ann a-company")
    .regex(/^\s*[\w-]+(?:[\s,]+[\w-]+)*\s*$/, "is not a list of names; write some, such as: ann a-company")
    .transform((text) => text.trim().split(/[\s,]+/)),
  GITHUB_TOKEN: token("GITHUB_TOKEN"),
  GITHUB_API: address(/^https?$/, "https://api.github.com").default("https://api.github.com"),
  GITHUB_URL: address(/^https?$/, "https://github.com").default("https://github.com"),
  TARGET: oneOf(["gitlab", "forgejo"]),
  TARGET_URL: address(/^https?$/, "https://git.example.com"),
  TARGET_TOKEN: token("TARGET_TOKEN"),
  /** What the group of an owner is called, before their name. */
  TARGET_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]*$/, "is not the beginning of a name; write github-")
    .default("github-"),
  /** What was fetched, so that the next time only what is new is. */
  CACHE_DIR: z.string().default("cache"),
  REPORT_FILE: z.string().optional(),
  /** For node-exporter's folder of text files. */
  METRICS_FILE: z.string().optional(),
  /** How long it waits where a rate limit says so; longer, and the rest is for the next time. */
  WAIT_MINUTES: whole(0, 120, 20).default(20),
  LOG_LEVEL: oneOf(levels).default("info"),
};

export type Settings = z.output<z.ZodObject<typeof shape>>;

export function readSettings(environment: Environment): { read: Settings; strange: string[] } {
  return readEnvironment(
    { prefix: "TARGET", secrets: ["GITHUB_TOKEN", "TARGET_TOKEN"], schema: z.object(shape) },
    environment,
  );
}
