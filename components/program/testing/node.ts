import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "../../../scripts/setup/lock.mjs";
import { cacheFolder } from "../../../scripts/setup/paths.mjs";
import { NODE } from "../../service/index.ts";

/** The Node.js of the image that programs of ours run in, which is newer than what runs the tests. */
export async function nodeOfImage(): Promise<string> {
  const [version] = NODE.version.split("-");
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), "tests", `${name}-${version}`);
  mkdirSync(dirname(folder), { recursive: true });
  await withLock(
    `${folder}.lock`,
    "fetching Node.js",
    () => undefined,
    async () => {
      if (existsSync(folder)) return;
      const draft = `${folder}.partial`;
      rmSync(draft, { recursive: true, force: true });
      execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", draft, `${name}@${version}`]);
      renameSync(draft, folder);
    },
  );
  return join(folder, "node_modules", name, "bin", "node");
}
