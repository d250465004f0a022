import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment } from "../../scripts/setup/index.mjs";
import { seconds } from "../measure.ts";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A stack of its own beside the lab's, with the same settings: what would be made at first. */
export async function previewIn(state: string) {
  const env = {
    ...process.env,
    ...environment(),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
  };
  const settings = join(state, "Pulumi.homelab.yaml");
  // Beside its state: a new stack writes its settings where it finds its project.
  for (const file of ["Pulumi.yaml", "Pulumi.homelab.yaml"])
    await copyFile(join(ROOT, file), join(state, file));
  await seconds("pulumi", ["stack", "init", "homelab", "--no-select", "--non-interactive"], {
    cwd: state,
    env,
  });
  const common = [
    "preview",
    "-s",
    "homelab",
    "--config-file",
    settings,
    "--non-interactive",
    "--suppress-progress",
  ];
  return (...options: string[]) => seconds("pulumi", [...common, ...options], { cwd: ROOT, env });
}
