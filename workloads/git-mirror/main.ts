import { makeLog, run } from "../kit/index.ts";
import { Forgejo, GitLab } from "./forges/index.ts";
import { GitHub } from "./github.ts";
import { mirror } from "./mirror.ts";
import { metricsOf, textOf, writeWhole } from "./report.ts";
import { readSettings } from "./settings.ts";

await run(async () => {
  const { read: settings, strange } = readSettings(process.env);
  const log = makeLog(settings.LOG_LEVEL);
  for (const name of strange) log.warn({ name }, "a setting that this program does not know");
  const longestWait = settings.WAIT_MINUTES * 60;
  const ForgeOf = { gitlab: GitLab, forgejo: Forgejo }[settings.TARGET];
  const report = await mirror({
    github: new GitHub({ api: settings.GITHUB_API, token: settings.GITHUB_TOKEN, longestWait, log }),
    forge: new ForgeOf({ url: settings.TARGET_URL, token: settings.TARGET_TOKEN, longestWait, log }),
    owners: settings.GITHUB_OWNERS,
    source: { base: settings.GITHUB_URL, token: settings.GITHUB_TOKEN },
    target: { base: settings.TARGET_URL, token: settings.TARGET_TOKEN },
    prefix: settings.TARGET_PREFIX,
    cache: settings.CACHE_DIR,
    log,
  });
  if (settings.REPORT_FILE) writeWhole(settings.REPORT_FILE, `${JSON.stringify(report, undefined, 2)}\n`);
  if (settings.METRICS_FILE) writeWhole(settings.METRICS_FILE, metricsOf(report));
  process.stdout.write(textOf(report));
  if (report.repositories.some(({ outcome }) => outcome === "failed")) process.exitCode = 1;
  return undefined;
});
