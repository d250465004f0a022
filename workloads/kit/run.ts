import type pino from "pino";
import { tidyAtRest } from "./rest.ts";
import { SettingsProblem } from "./settings.ts";

/** Runs a program that serves until it is told to stop, or one that comes to its end by itself. */
export async function run(start: () => Promise<Running | undefined>): Promise<void> {
  try {
    const running = await start();
    if (!running) return;
    stopWhenTold(running);
    tidyAtRest();
  } catch (error) {
    process.stderr.write(`${sayable(error)}\n`);
    process.exitCode = 1;
  }
}

export interface Running {
  log: Pick<pino.Logger, "info" | "error">;
  close(): Promise<void>;
}

function stopWhenTold({ log, close }: Running): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, "lets what it does come to its end, and stops");
    close().then(
      () => process.exit(0),
      (error) => {
        log.error({ error: String(error) }, "could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** What a person is to mend is told without a trace of calls. */
function sayable(error: unknown): string {
  if (error instanceof SettingsProblem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
