import { readdir } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Declared } from "../components/lab/index.ts";
import type { ServiceSpec } from "../components/service/index.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/**
 * Every service that lies in `<folder>/<group>/<name>.ts`. Found, not listed: whoever copies a file has added
 * a service, and nothing can be declared and forgotten.
 */
export async function declaredIn(folder: URL): Promise<Declared[]> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).sort();
  const declared = await Promise.all(files.map((file) => servicesOf(new URL(file, folder))));
  return declared.flat();
}

async function servicesOf(file: URL): Promise<Declared[]> {
  const module: Record<string, ServiceSpec> = await import(file.href);
  const path = relative(ROOT, fileURLToPath(file));
  const group = path.split("/").at(-2) ?? "";
  return Object.values(module).map((spec) => ({ group, file: path, spec }));
}
