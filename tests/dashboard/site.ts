import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNginx } from "../../components/nginx/testing/running.ts";
import { bundle } from "../../components/program/index.ts";
import { PROGRAM_FOLDER } from "../../components/service/index.ts";
import { type SiteSettings, siteConf } from "../../components/site/index.ts";
import { freePort } from "../../components/testing/index.ts";

export interface Site {
  url: string;
  conf: string;
  stop(): Promise<void>;
}

/** The built dashboard behind a real nginx, as its pod has both; what it passes on goes to this machine. */
export async function startSite(nginx: string, settings: Omit<SiteSettings, "port">): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  chmodSync(folder, 0o755);
  for (const each of ["app", "tmp"]) mkdirSync(join(folder, each));
  chmodSync(join(folder, "tmp"), 0o777);
  const { start, later } = await bundle("dashboard");
  for (const [file, text] of Object.entries({ ...start, ...later }))
    writeFileSync(join(folder, "app", file), text);
  const port = await freePort();
  const conf = join(folder, "nginx.conf");
  writeFileSync(
    conf,
    siteConf({ ...settings, port })
      .text.join("")
      .replaceAll(" /tmp/", ` ${folder}/tmp/`)
      .replace(`root ${PROGRAM_FOLDER};`, `root ${folder}/app;`)
      .replace(`listen ${port}`, `listen 127.0.0.1:${port}`),
  );
  const stop = await startNginx(nginx, conf, port);
  return {
    url: `http://127.0.0.1:${port}`,
    conf,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
