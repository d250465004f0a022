import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../setup/paths.mjs";
import { runningSandbox } from "../sandbox/running.ts";
import type { Engine } from "./run.ts";

/**
 * This project's engine, ready to run: found, fetched or built where that has not been done yet. For the sandbox it
 * is given the way into it, and nothing that leads to the real lab.
 */
export async function projectEngine(pretended = false): Promise<Engine> {
  const { ensureSetup, ensureStack, environment, places } = await import("../../setup/index.mjs");
  await ensureSetup();
  const place = pretended ? places.sandbox : places.house;
  const vendors = pretended ? (await runningSandbox()).environment : {};
  return {
    root: checkout,
    environment: { ...process.env, ...environment(place), ...vendors },
    configFile: async (stack) => (await ensureStack(stack, place)).configFile,
  };
}

/** The project's own policies, unless others are named. */
export function policyPack(named: string | undefined): string | undefined {
  const own = join(checkout, "policies");
  return named ?? (existsSync(join(own, "PulumiPolicy.yaml")) ? own : undefined);
}
