import { progressLine } from "../../scripts/setup/progress.mjs";
import { ensurePrograms } from "./programs.ts";

/** Before the tests, which would each wait for them without a word. */
const line = progressLine("sandbox");
try {
  await ensurePrograms(line);
  line.done("its programs are built");
} catch (error) {
  line.fail();
  console.error((error as Error).message);
  process.exitCode = 1;
}
