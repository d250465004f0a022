import { ConfigFault } from "./config/index.ts";
import { makeLog } from "./log.ts";
import { startRouter } from "./router.ts";
import { readSettings, SettingsProblem } from "./settings.ts";

/** The version is the program's own, whatever image or bundle it comes in. */
const VERSION = "1.0.0";

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = makeLog(settings.logLevel);
  for (const name of settings.strange) log.warn({ name }, "a setting that nobody reads");
  const router = await startRouter(settings, log, VERSION);
  log.info({ url: router.url, config: settings.config }, "the router serves");

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, "the router lets its answers end, and stops");
    router.close().then(
      () => process.exit(0),
      (error) => {
        log.error({ error: String(error) }, "the router could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("SIGHUP", () => void router.reload());
}

try {
  await main();
} catch (error) {
  const told = error instanceof SettingsProblem || error instanceof ConfigFault;
  process.stderr.write(`${told ? (error as Error).message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
}
