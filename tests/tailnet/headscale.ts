import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { goBuild } from "../../scripts/setup/go.mjs";
import { withLock } from "../../scripts/setup/lock.mjs";
import { cacheFolder, platform } from "../../scripts/setup/paths.mjs";

const MODULE = join(import.meta.dirname, "headscale");

/** Who and what is in a tailnet while its policy is read. */
export interface Population {
  users: string[];
  devices: { name: string; address: string; tags?: string[]; user?: string }[];
}

/** headscale's engine for policies, built once for each of its versions. */
export async function buildHeadscale(): Promise<string> {
  const made = createHash("sha256");
  for (const file of ["go.mod", "main.go"]) made.update(readFileSync(join(MODULE, file)));
  const program = join(cacheFolder(), "tests", `headscale-${made.digest("hex").slice(0, 12)}-${platform}`);
  const wait = () => undefined;
  mkdirSync(dirname(program), { recursive: true });
  await withLock(`${program}.lock`, "building headscale's policy engine", wait, async () => {
    if (existsSync(program)) return;
    const draft = `${program}.partial`;
    await goBuild({ module: MODULE, command: ".", output: draft, linked: "" });
    renameSync(draft, program);
  });
  return program;
}

/** What headscale has against a policy, by its own tests; nothing, where it takes it. */
export function complaintOfHeadscale(program: string, policy: string, population: Population): string {
  const input = JSON.stringify({ policy, ...population });
  const { status, stderr, error } = spawnSync(program, { input, encoding: "utf8" });
  if (error) throw error;
  return status === 0 ? "" : stderr.trim();
}
