import { makeLog, PeerProblem, run } from "../kit/index.ts";
import { readList } from "./list.ts";
import { readSettings } from "./settings.ts";
import { sync } from "./sync.ts";

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  for (const name of strange) log.warn({ name }, "a setting that this program does not know");
  try {
    const isWhole = await sync(readList(settings.MODELS_FILE), settings, log);
    if (!isWhole) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof PeerProblem)) throw error;
    log.error({ problem: error.message }, "nothing was fetched");
    process.exitCode = 1;
  }
  return undefined;
});
