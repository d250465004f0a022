import { isAbsolute, relative, resolve } from "node:path";
import * as z from "zod";
import { type Environment, oneOf, readEnvironment, serving, size, whole } from "../kit/index.ts";

const folder = (example: string) =>
  z.string({ error: `is not set; write a folder, such as ${example}` }).transform((path) => resolve(path));

const schema = z.object({
  ...serving,
  /** Whatever lies in it is encoded; a folder .transcode in it is the workers' own. */
  TRANSCODE_SOURCES: folder("/transcode"),
  TRANSCODE_RESULTS: folder("/media/transcoded"),
  /** `card` waits for one; `either` goes on without. */
  TRANSCODE_BY: oneOf(["card", "processors", "either"]).default("either"),
  /** As HEVC counts it: less is better and larger. */
  TRANSCODE_QUALITY: whole(1, 51, 24).default(24),
  /** A file that is still being copied changes. */
  TRANSCODE_SETTLE_SECONDS: whole(0, 86_400, 300).default(300),
  TRANSCODE_TRASH_DAYS: whole(0, 3650, 14).default(14),
  /** What stays free on the disk of the results. */
  TRANSCODE_KEEP_FREE: size.default(20 * 1024 ** 3),
  /** How long a worker may be silent before another one takes its film. */
  TRANSCODE_CLAIM_SECONDS: whole(1, 86_400, 120).default(120),
  /** How many workers may be lost over one film before it is left alone. */
  TRANSCODE_TRIES: whole(1, 1000, 5).default(5),
  TRANSCODE_SCAN_SECONDS: whole(1, 3600, 15).default(15),
});

export type Settings = z.output<typeof schema>;

export function readSettings(environment: Environment) {
  return readEnvironment({ prefix: "TRANSCODE", secrets: [], schema }, environment, foldersOf);
}

/** A result among the sources would be encoded anew, and its result too. */
function foldersOf({ TRANSCODE_SOURCES: sources, TRANSCODE_RESULTS: results }: Environment): string[] {
  if (!sources || !results || !(isWithin(sources, results) || isWithin(results, sources))) return [];
  return [
    `TRANSCODE_RESULTS ${results} and TRANSCODE_SOURCES ${sources} lie in each other. Name two folders.`,
  ];
}

function isWithin(outer: string, inner: string): boolean {
  const path = relative(resolve(outer), resolve(inner));
  return !path.startsWith("..") && !isAbsolute(path);
}
