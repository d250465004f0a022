import { makeLog, run } from "../kit/index.ts";
import { startDetector } from "./program.ts";
import { readSettings } from "./settings.ts";

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  for (const name of strange) log.warn({ name }, "a setting that this program does not know");
  return startDetector(settings, log);
});
