/**
 * The first file of a plugin's process: loads it as the SDK does, but without the SDK's ts-node.
 * Arguments: the SDK's loader, the plugin's folder, and what the engine passes.
 */
import { createRequire } from "node:module";

const [, , loader = "", directory = "", ...engineArguments] = process.argv;

/** The SDK's exit code for "the person has already been told". */
const alreadyExplained = 32;
const failures = new Set<unknown>();
const told = new Set<unknown>();
let running = false;

function onFailure(error: unknown): void {
  failures.add(error);
  if (running) return;
  console.error(error instanceof Error ? error.stack : error);
  told.add(error);
}

process.on("uncaughtException", onFailure);
process.on("unhandledRejection", onFailure);
process.on("exit", (code) => {
  // A failure that nobody awaited must never look like success: the engine would go on without the plugin.
  if (code === 0 && failures.size > 0) {
    process.exitCode = [...failures].every((error) => told.has(error)) ? alreadyExplained : 1;
  }
});

interface Loader {
  run(options: {
    argv: { _: string[] };
    programStarted: () => void;
    reportLoggedError: (error: Error) => void;
    typeScript: boolean;
  }): Promise<unknown>;
}

const { run } = createRequire(import.meta.url)(loader) as Loader;
await run({
  argv: { _: [directory, ...engineArguments] },
  programStarted: () => {
    running = true;
  },
  reportLoggedError: (error) => told.add(error),
  typeScript: false,
});
running = false;
