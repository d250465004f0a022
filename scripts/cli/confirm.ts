import { createInterface } from "node:readline/promises";
import { exits, Stop } from "./exits.ts";
import { attended } from "./terminal.ts";

/** Asked before anything else is done: a job without a terminal should not preview for a minute to fail then. */
export function mustBeAbleToConfirm(command: string, yes: boolean): void {
  if (!yes && !attended)
    throw new Stop(
      `lab ${command} asks before it changes anything, and nobody is here to answer: add --yes`,
      exits.usage,
    );
}

export interface Question {
  text: string;
  expected: string;
}

/** Goes on only with the expected answer. */
export async function confirm({ text, expected }: Question): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new Promise<never>((_, reject) =>
    terminal.once("SIGINT", () => reject(new Stop("stopped: nothing was changed", exits.interrupted))),
  );
  try {
    const answer = await Promise.race([terminal.question(text), interrupted]);
    if (answer.trim().toLowerCase() !== expected) throw new Stop("stopped: nothing was changed", exits.usage);
  } finally {
    terminal.close();
  }
}
