import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../process.ts";
import { follow } from "./event-log.ts";
import { explainFailure } from "./failure.ts";
import { deliver, type Interruptible, interruptible, wasInterrupted } from "./interruption.ts";
import { explainLock, isLocked } from "./lock.ts";
import { argumentsFor, type Job, type OperationOptions, operations } from "./operation.ts";
import type { Result } from "./result.ts";
import type { Tally } from "./tally.ts";

/** Where and with what the engine runs: found once, for all stacks. */
export interface Engine {
  root: string;
  environment: NodeJS.ProcessEnv;
  /** The file with a stack's settings, where they are not in the project's own. */
  configFile: (stack: string) => Promise<string | undefined>;
}

/** The same engine, told more. */
export function told(engine: Engine, more: Record<string, string>): Engine {
  return { ...engine, environment: { ...engine.environment, ...more } };
}

/** Runs one operation on one stack to its end, and tells the watcher what happens on the way. */
export async function run(
  engine: Engine,
  job: Job,
  options: OperationOptions,
  tally: Tally,
): Promise<Result> {
  const { stack, operation } = job;
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), `lab-${stack}-`));
  const log = join(folder, "engine.log");
  const events = join(folder, "events.jsonl");
  const configFile = await engine.configFile(stack);
  const child = await start({
    command: "pulumi",
    args: [
      ...argumentsFor(job, options),
      ...["--stack", stack, "--event-log", events],
      ...(configFile ? ["--config-file", configFile] : []),
    ],
    cwd: engine.root,
    // The event log is the Automation API's own way in, and the engine hides its option behind this.
    env: { ...engine.environment, PULUMI_DEBUG_COMMANDS: "true" },
    log,
  });
  const listener: Interruptible = {
    stack,
    locks: operations[operation].locks,
    pid: child.pid,
    listening: false,
    asked: false,
    working: () => tally.working,
  };
  await interruptible(
    listener,
    follow(events, child.ended, (event) => {
      tally.take(event);
      listener.listening = !event.cancelEvent;
      deliver(listener);
    }),
  );
  const code = await child.ended;
  // The SDK's debug words are in it, and those repeat some values that a program hands over, secret ones too.
  await rm(events, { force: true });
  const output = await readFile(log, "utf8");
  const outcome = outcomeOf(code, tally, output);
  if (outcome === "locked") complainOf(tally, explainLock(stack, output));
  if (outcome === "failed") complainOf(tally, explainFailure(output, log));
  if (outcome !== "failed") await rm(folder, { recursive: true });
  const { counts, changed, violations, messages, urls } = tally;
  const seconds = Math.round(performance.now() - began) / 1000;
  return { stack, operation, outcome, seconds, counts, changed, violations, messages, urls };
}

function outcomeOf(code: number, tally: Tally, log: string): Result["outcome"] {
  if (code === 0) return "succeeded";
  if (wasInterrupted()) return "interrupted";
  if (isLocked(log)) return "locked";
  return tally.violations.some(({ mandatory }) => mandatory) ? "refused" : "failed";
}

/** What the events do not explain is explained from the engine's output. */
function complainOf(tally: Tally, text: string): void {
  if (tally.messages.some(({ severity }) => severity === "error")) return;
  tally.messages.push({ severity: "error", text, urn: null });
}
