import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { goBuild } from "../../scripts/setup/go.mjs";
import { withLock } from "../../scripts/setup/lock.mjs";
import { cacheFolder, platform } from "../../scripts/setup/paths.mjs";

const MODULE = join(import.meta.dirname, "sealed-secrets");

/** What the controller's own code makes of a SealedSecret. */
export interface Opened {
  metadata: { name: string; namespace: string; labels?: Record<string, string> };
  type?: string;
  data: Record<string, string>;
}

/** The controller's own way to open what is sealed, built once for each of its versions. */
export async function buildController(): Promise<string> {
  const made = createHash("sha256");
  for (const file of ["go.mod", "main.go"]) made.update(readFileSync(join(MODULE, file)));
  const program = join(cacheFolder(), "tests", `unseal-${made.digest("hex").slice(0, 12)}-${platform}`);
  mkdirSync(dirname(program), { recursive: true });
  await withLock(
    `${program}.lock`,
    "building Sealed Secrets",
    () => undefined,
    async () => {
      if (existsSync(program)) return;
      const draft = `${program}.partial`;
      await goBuild({ module: MODULE, command: ".", output: draft, linked: "" });
      renameSync(draft, program);
    },
  );
  return program;
}

/** The Secret that comes of a SealedSecret, or what the controller has against it. */
export function openedBy(program: string, sealed: unknown, key: string): Opened | string {
  const input = JSON.stringify({ key, sealed });
  const { status, stdout, stderr, error } = spawnSync(program, { input, encoding: "utf8" });
  if (error) throw error;
  return status === 0 ? JSON.parse(stdout) : stderr.trim();
}
