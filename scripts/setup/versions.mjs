import { join } from "node:path";
import { readJson } from "./files.mjs";
import { checkout } from "./paths.mjs";

/** The engine's version is that of @pulumi/pulumi: the lockfile is the one place that says it. */
export function engineVersion() {
  return /** @type {string} */ (
    readJson(join(checkout, "package-lock.json")).packages["node_modules/@pulumi/pulumi"].version
  );
}
