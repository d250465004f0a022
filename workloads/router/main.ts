import { makeLog, SettingsProblem } from "../kit/index.ts";
import { ConfigFault, LiveConfig } from "./config/index.ts";
import { openWithin } from "./database/index.ts";
import { startRouter } from "./router.ts";
import { readSettings } from "./settings.ts";

/** The version is the program's own, whatever image or bundle it comes in. */
const VERSION = "1.0.0";

const help = `router [command]

  (none)     serves until it is told to stop
  keys ...   makes, lists, changes, rotates and revokes API keys; \`keys --help\` says more
  migrate    brings the database's tables up to date, and ends
  check      reads the settings and providers.yaml, and says what is wrong with them

Settings come from the environment: PORT, HOST, ROUTER_CONFIG (providers.yaml), ROUTER_ADMIN_KEY, DATABASE_URL,
ROUTER_DATA_DIR and more; README.md has them all.
`;

const commands: Record<string, (args: readonly string[]) => Promise<number | undefined>> = {
  "": serve,
  keys: manageKeys,
  migrate,
  check,
  "--help": async () => void process.stdout.write(help),
};

/** Stays undefined while it serves. */
async function serve(): Promise<undefined> {
  const settings = readSettings(process.env);
  const log = makeLog(settings.logLevel);
  for (const name of settings.strange) log.warn({ name }, "a setting that nobody reads");
  const router = await startRouter(settings, log, VERSION);
  log.info({ url: router.url }, "the router serves");

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

async function manageKeys(args: readonly string[]): Promise<number> {
  // A router that serves never needs it.
  const { manageApiKeys } = await import("./admin/manage-api-keys/index.ts");
  return manageApiKeys(args, process.env, {
    out: (text) => void process.stdout.write(`${text}\n`),
    error: (text) => void process.stderr.write(`${text}\n`),
  });
}

async function migrate(): Promise<number> {
  const settings = readSettings(process.env);
  const log = makeLog(settings.logLevel);
  const database = await openWithin(
    { url: settings.databaseUrl, folder: settings.dataDir, log },
    MIGRATE_WITHIN_MS,
  );
  if (!database) {
    process.stderr.write(
      `The database did not answer in ${MIGRATE_WITHIN_MS / 60_000} minutes. Is DATABASE_URL right?\n`,
    );
    return 1;
  }
  await database.close();
  process.stdout.write("The tables are up to date.\n");
  return 0;
}

/** As long as a database takes that is being started at the same time. */
const MIGRATE_WITHIN_MS = 300_000;

async function check(): Promise<number> {
  const settings = readSettings(process.env);
  const { file, current } = await LiveConfig.read(settings.config);
  const names = current.providers.map(({ name }) => name).join(", ");
  process.stdout.write(`${file ?? "without a providers.yaml"}: ${names}\n`);
  return 0;
}

async function main([command = "", ...args]: readonly string[]): Promise<number | undefined> {
  const run = commands[command];
  if (run) return run(args);
  process.stderr.write(`There is no command "${command}".\n\n${help}`);
  return 2;
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exit(code);
} catch (error) {
  const told = error instanceof SettingsProblem || error instanceof ConfigFault;
  process.stderr.write(`${told ? (error as Error).message : ((error as Error).stack ?? error)}\n`);
  process.exit(1);
}
