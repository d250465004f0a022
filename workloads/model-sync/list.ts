import { readFileSync } from "node:fs";
import * as z from "zod";
import { SettingsProblem } from "../kit/index.ts";

const path = z
  .string()
  .regex(
    /^(?!.*(?:^|\/)\.)[\w.-]+(?:\/[\w.-]+)*$/,
    'is not the path of a file below the folder; write one such as "vae/sdxl.safetensors"',
  );
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256; write its 64 hexadecimal digits");

const file = z.union([
  z.strictObject({
    path,
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    file: z.string().regex(/^(?!.*\.\.)[\w./-]+$/),
    sha256: sha256.optional(),
  }),
  // Nobody vouches for what lies anywhere, but the digest.
  z.strictObject({ path, url: z.url({ protocol: /^https?$/ }), sha256 }),
]);

const list = z.strictObject({
  /** Bytes that all of them together may take. */
  room: z.int().positive().optional(),
  files: z.array(file).default([]),
  /** Of Ollama's library. */
  models: z.array(z.string().min(1)).default([]),
});

/** A file that shall lie in the folder, and where it is from. */
export type Wanted = z.output<typeof file>;
export type List = z.output<typeof list>;

/** What shall be there, as a file says it. */
export function readList(from: string): List {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(from, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsProblem([
      `MODELS_FILE names ${from}, which ${code ? `cannot be read (${code})` : "is not JSON"}. Mend it.`,
    ]);
  }
  const { data, error } = list.safeParse(value);
  if (data) return data;
  throw new SettingsProblem(
    error.issues.map(({ path, message }) => `${from}: ${path.join(".") || "all of it"}: ${message}.`),
  );
}
