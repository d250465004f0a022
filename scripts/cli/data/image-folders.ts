import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../setup/paths.mjs";

/** What is built by a Dockerfile of its own, by name: projects of others' programs, and programs of ours in other languages. */
export function imageFolders(root = checkout): Record<string, string> {
  return Object.fromEntries(
    ["images", "workloads"].flatMap((parent) =>
      readdirSync(join(root, parent))
        .map((name): [string, string] => [name, join(root, parent, name)])
        .filter(([, folder]) => existsSync(join(folder, "Dockerfile"))),
    ),
  );
}
