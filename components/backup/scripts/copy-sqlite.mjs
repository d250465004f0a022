// copy-sqlite.mjs FOLDER...: of every SQLite database in them a copy as of one moment, under its whole path in DUMPS: a file
// that is read while somebody writes to it may come back as none. Runs in the image of our own programs.
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
// @ts-expect-error: newer than the Node.js that the lab itself is content with.
import { backup, DatabaseSync } from "node:sqlite";

// Whoever writes holds a lock for moments, and not for longer; in seconds.
const { DUMPS = "/dumps", PATIENCE = "60" } = process.env;
const MAGIC = "SQLite format 3\0";

/** @param {string} file */
function isDatabase(file) {
  const start = Buffer.alloc(MAGIC.length);
  let open;
  try {
    open = openSync(file, "r");
    return readSync(open, start) === MAGIC.length && start.toString("latin1") === MAGIC;
  } catch {
    return false; // gone meanwhile, or not ours to read: restic tells of that
  } finally {
    if (open !== undefined) closeSync(open);
  }
}

/** @param {string} file */
async function copy(file) {
  const to = join(DUMPS, file);
  mkdirSync(dirname(to), { recursive: true });
  const from = new DatabaseSync(file, { readOnly: true, timeout: Number(PATIENCE) * 1000 });
  try {
    // Says what is wrong with it in better words than the copying would.
    from.prepare("SELECT count(*) FROM sqlite_master").get();
    await backup(from, to);
  } finally {
    from.close();
  }
  const copied = new DatabaseSync(to, { readOnly: true });
  try {
    const { quick_check: found } = copied.prepare("PRAGMA quick_check(1)").get();
    if (found !== "ok") throw new Error(found);
  } finally {
    copied.close();
    // A reader's, and of no use to the next.
    for (const trace of ["-wal", "-shm"]) rmSync(`${to}${trace}`, { force: true });
  }
}

for (const each of readdirSync(DUMPS)) rmSync(join(DUMPS, each), { recursive: true });
const failed = [];
let copies = 0;
for (const folder of process.argv.slice(2)) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !isDatabase(file)) continue;
    try {
      await copy(file);
      copies += 1;
    } catch (error) {
      // The rest is worth keeping all the same; whoever keeps it tells of this in the end.
      rmSync(join(DUMPS, file), { force: true });
      failed.push(`${file} (${error instanceof Error ? error.message : error})`);
    }
  }
}
writeFileSync(join(DUMPS, "sentinel"), `${new Date().toISOString()}\n`);
if (failed.length > 0) writeFileSync(join(DUMPS, "not-copied"), `${failed.join("\n")}\n`);
console.log(`${copies} databases were copied, ${failed.length} could not be`);
