import { SandboxFault } from "../fault.ts";
import { Emulators } from "./emulators.ts";
import { CorruptJournal } from "./framework/index.ts";
import { readSettings } from "./settings.ts";

try {
  const emulators = await Emulators.start(readSettings(process.argv[2] ?? ""));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => emulators.stop());
} catch (error) {
  console.error(wordsFor(error as Error));
  process.exit(1);
}

/** These are the last words of a part, which whoever started it will read. */
function wordsFor(error: NodeJS.ErrnoException): string | undefined {
  if (error instanceof CorruptJournal)
    return new SandboxFault(
      `${error.message}.`,
      "put the file back as it was, or begin with an empty sandbox: npx lab sandbox reset",
    ).message;
  return error instanceof SandboxFault ? error.message : error.stack;
}
