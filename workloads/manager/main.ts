import { makeLog, run } from "../kit/index.ts";
import { readSettings } from "./settings.ts";
import { startManager } from "./start.ts";

await run(async () => {
  const settings = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  for (const name of settings.strange) log.warn({ name }, "a setting that nobody reads");
  return startManager(settings, log);
});
