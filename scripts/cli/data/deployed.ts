import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { checkout } from "../../setup/paths.mjs";

/** The lifecycles that a stack's settings deploy; where they cannot be read, the engine tells why. */
export function deployedBy(stack: string): string[] {
  const file = join(checkout, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return [];
  try {
    const deploy: unknown = parse(readFileSync(file, "utf8"))?.config?.["homelab:deploy"];
    return Array.isArray(deploy) ? deploy.map(String) : [];
  } catch {
    return [];
  }
}
