import type { Sandbox } from "../../../sandbox/index.ts";
import { places } from "../../setup/index.mjs";
import { progressLine } from "../../setup/progress.mjs";
import { labsOf } from "../data/stacks.ts";
import { Stop } from "../exits.ts";

/** This checkout's sandbox, running or not. */
export async function checkoutSandbox(): Promise<Sandbox> {
  // Loaded only here: most commands have nothing to do with it, and would wait for all that it is made of.
  const { programFiles, Sandbox } = await import("../../../sandbox/index.ts");
  return new Sandbox(places.sandbox.folder, await labsOf(undefined), programFiles());
}

/** The same, for who only ends it: whatever is wrong with the labs today, what was started is written down. */
export async function sandboxToEnd(): Promise<Sandbox> {
  const { programFiles, Sandbox } = await import("../../../sandbox/index.ts");
  return new Sandbox(places.sandbox.folder, [], programFiles());
}

/** The same, where it was ever started. */
export async function existingSandbox(): Promise<Sandbox> {
  const sandbox = await checkoutSandbox();
  if (!sandbox.exists) throw new Stop("there is no sandbox yet.\n  fix: npx lab sandbox start");
  return sandbox;
}

/** The same, started: its programs are built where that has not been done yet. */
export async function startedSandbox(): Promise<Sandbox> {
  const { ensurePrograms } = await import("../../../sandbox/index.ts");
  const line = progressLine("sandbox");
  try {
    await ensurePrograms(line);
    const sandbox = await checkoutSandbox();
    const started = await sandbox.start(line.update);
    line.done(started.length > 0 ? `runs, ${started.length} parts were started` : "runs already");
    return sandbox;
  } catch (error) {
    line.fail();
    throw error;
  }
}

/** The sandbox that a command is to act in, and what the vendors' providers need in their environment. */
export async function runningSandbox(): Promise<{ sandbox: Sandbox; environment: Record<string, string> }> {
  const sandbox = await checkoutSandbox();
  const { parts, apis } = await sandbox.status();
  const down = parts.filter(({ state }) => state !== "ready").map(({ name }) => name);
  if (parts.length === 0 || down.length === parts.length)
    throw new Stop("the sandbox does not run.\n  fix: npx lab sandbox start");
  if (down.length > 0)
    throw new Stop(
      `parts of the sandbox do not run: ${down.join(", ")}.\n  fix: npx lab sandbox start  starts them again`,
    );
  return { sandbox, environment: Object.assign({}, ...apis.map(({ environment }) => environment)) };
}
