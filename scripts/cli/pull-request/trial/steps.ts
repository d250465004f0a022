import { connect } from "node:tls";
import { operationOptions } from "../../commands/options.ts";
import { changes } from "../../engine/op.ts";
import type { Operation } from "../../engine/operation.ts";
import type { Result } from "../../engine/result.ts";
import { run } from "../../engine/run.ts";
import { note } from "../../log.ts";
import { watch } from "../../view/progress.ts";
import type { Bench } from "./bench.ts";

/** One thing that was done, and how it went. */
export interface Step {
  what: string;
  well: boolean;
  seconds: number;
  /** In words, where it did not go well. */
  why: string;
  /** Another job was at work on it all the time. */
  locked: boolean;
}

/** How long a job waits for another of the same pull request, and how often it looks. */
export interface Patience {
  ms: number;
  everyMs: number;
}

const API_PORT = 6443;

/** One operation of the engine; while another job holds the stack, it waits for its turn. */
export async function engineStep(
  what: string,
  operation: Operation,
  { stack, bench, patience }: { stack: string; bench: Bench; patience: Patience },
): Promise<Step> {
  const deadline = Date.now() + patience.ms;
  const asked = operationOptions({}, []);
  for (let tries = 0; ; tries++) {
    const [result] = await watch([{ stack, operation }], (job, tally) =>
      run(bench.engine, job, asked, tally),
    );
    if (!result) throw new Error(`${operation} of ${stack} said nothing`);
    if (result.outcome !== "locked" || Date.now() > deadline) return stepOf(what, result);
    if (tries === 0) note(`${stack} is held by another job: waiting for it to end`);
    await new Promise((done) => setTimeout(done, patience.everyMs));
  }
}

function stepOf(what: string, { outcome, seconds, counts, operation, messages, violations }: Result): Step {
  const restless = operation === "preview up" && changes(counts) > 0;
  const why = [
    ...messages.filter(({ severity }) => severity === "error").map(({ text }) => text),
    ...violations.filter(({ mandatory }) => mandatory).map(({ message }) => message),
    ...(outcome === "succeeded" && restless
      ? [`a second update would change ${changes(counts)} resources`]
      : []),
  ];
  return {
    what,
    well: outcome === "succeeded" && !restless,
    seconds,
    why: why.join("\n") || outcome,
    locked: outcome === "locked",
  };
}

/** A machine that has just begun installs k3s by itself: until that answers, nothing can be put on it. */
export async function apiStep(what: string, address: string, patience: Patience): Promise<Step> {
  const began = performance.now();
  const deadline = Date.now() + patience.ms;
  let well = await answers(address);
  while (!well && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, patience.everyMs));
    well = await answers(address);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return {
    what,
    well,
    seconds,
    why: `nothing answers at ${address}:${API_PORT}; see cloud-init's log on the machine, and whether this runner reaches it`,
    locked: false,
  };
}

/** Whoever it says it is: who it is, the update that follows asks. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: API_PORT, rejectUnauthorized: false, timeout: 5_000 });
    const end = (said: boolean) => {
      socket.destroy();
      resolve(said);
    };
    socket.once("secureConnect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
