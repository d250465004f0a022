import { Registry } from "prom-client";
import { makeLog, run } from "../kit/index.ts";
import { start } from "./lab-mcp.ts";
import { readSettings } from "./settings.ts";

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  if (strange.length > 0) log.warn({ settings: strange }, "settings that nobody reads");
  return start(settings, log, new Registry());
});
