import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../setup/paths.mjs";
import type { Engine } from "./run.ts";

/** This project's engine, ready to run: found, fetched or built where that has not been done yet. */
export async function projectEngine(): Promise<Engine> {
  const { ensureSetup, ensureStack, environment } = await import("../../setup/index.mjs");
  await ensureSetup();
  return {
    root: checkout,
    environment: { ...process.env, ...environment() },
    configFile: async (stack) => (await ensureStack(stack)).configFile,
  };
}

/** The project's own policies, unless others are named. */
export function policyPack(named: string | undefined): string | undefined {
  const own = join(checkout, "policies");
  return named ?? (existsSync(join(own, "PulumiPolicy.yaml")) ? own : undefined);
}
