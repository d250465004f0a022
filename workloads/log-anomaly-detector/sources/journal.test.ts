import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { readerNamed } from "../../../components/testing/index.ts";
import { makeLog } from "../../kit/index.ts";
import type { Entry } from "../detector.ts";
import { JournalSource } from "./journal.ts";

const journalctl = readerNamed("journalctl");
/** Writes journals from text; Debian keeps it out of the way. */
const REMOTE = "/lib/systemd/systemd-journal-remote";
const remote = readdirSync("/lib/systemd").includes("systemd-journal-remote");

const entry = (at: number, fields: Record<string, string>) =>
  [
    `__REALTIME_TIMESTAMP=${at}000`,
    `__MONOTONIC_TIMESTAMP=${at}`,
    "_BOOT_ID=00000000000000000000000000000001",
  ]
    .concat(Object.entries(fields).map(([name, value]) => `${name}=${value}`))
    .concat("", "")
    .join("\n");

function journal(folder: string, name: string, entries: string[]): void {
  writeFileSync(join(folder, name), entries.join(""));
  execFileSync(REMOTE, ["--output", join(folder, `${name}.journal`), join(folder, name)], {
    stdio: "ignore",
  });
  rmSync(join(folder, name));
}

async function read(folder: string, cursor: string | undefined, count: number) {
  const source = new JournalSource({ directory: folder, cursor, log: makeLog("silent") });
  const entries: Entry[] = [];
  const stopping = new AbortController();
  const ended = source.follow((each) => void entries.push(each), stopping.signal);
  await vi.waitFor(() => expect(entries.length).toBeGreaterThanOrEqual(count), 20_000);
  stopping.abort();
  await ended.catch(() => {});
  return { entries, cursor: source.cursor };
}

test.skipIf(!journalctl || !remote)(
  "the journal is read from where it was left, with its own word for how bad it is (apt install systemd-journal-remote)",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "journal-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const at = Date.now() + 5_000;
    journal(folder, "first", [
      entry(at, { MESSAGE: "mounted", PRIORITY: "6", _SYSTEMD_UNIT: "nas.service" }),
      entry(at + 1, { MESSAGE: "I/O at sector 7", PRIORITY: "3", SYSLOG_IDENTIFIER: "kernel" }),
    ]);
    const first = await read(folder, undefined, 2);
    expect(first.entries).toEqual([
      { time: at, service: "nas", line: "mounted" },
      { time: at + 1, service: "kernel", line: "level=error I/O at sector 7" },
    ]);
    journal(folder, "second", [entry(at + 2, { MESSAGE: "unmounted", _SYSTEMD_UNIT: "nas.service" })]);
    const second = await read(folder, first.cursor, 1);
    expect(second.entries.map(({ line }) => line)).toEqual(["unmounted"]);
  },
);
