import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { namedLab } from "../dns/testing/lab.ts";
import { readerNamed } from "../testing/index.ts";
import { keepalivedSetup } from "./setup.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SCRIPT = fileURLToPath(new URL("testing/two-machines.sh", import.meta.url));
const canTry = readerNamed("keepalived") && spawnSync("unshare", ["--net", "ip", "link"]).status === 0;

/** A machine's own configuration; what it asks itself is whether a file is there. */
function machineIn(folder: string, machine: string): string {
  const lab = namedLab();
  const own = mkdtempSync(join(folder, "machine-"));
  chmodSync(own, 0o755);
  const conf = keepalivedSetup(machine, lab).files?.["/etc/keepalived/keepalived.conf"]?.text ?? [];
  const text = conf.map((part) => (typeof part === "string" ? part : "abcdefgh")).join("");
  writeFileSync(join(own, "address"), `${lab.inventory.machines[machine]?.lan}/24`);
  writeFileSync(join(own, "interface.conf"), "$LAN=lan\n");
  writeFileSync(join(own, "answers-names"), `#!/bin/sh\ntest -e ${own}/answers\n`, { mode: 0o755 });
  writeFileSync(join(own, "keepalived.conf"), text.replaceAll("/etc/keepalived", own));
  return own;
}

describe.skipIf(!canTry)("two real Keepaliveds (as root; apt install keepalived iproute2)", () => {
  const folder = mkdtempSync(join(tmpdir(), "takeover-"));
  let first: string;
  let second: string;
  let running: ChildProcess;
  let owner: string | undefined;

  const answers = (machine: string, does: boolean) => {
    if (does) writeFileSync(join(machine, "answers"), "");
    else rmSync(join(machine, "answers"));
  };
  const has = (expected: string) =>
    vi.waitFor(() => expect(owner).toBe(expected), { timeout: 30_000, interval: 100 });

  beforeAll(() => {
    chmodSync(folder, 0o755);
    [first, second] = [machineIn(folder, "core-server"), machineIn(folder, "core-arm")];
    for (const machine of [first, second]) answers(machine, true);
    running = spawn("unshare", ["--net", "sh", SCRIPT, first, second, "192.168.1.53"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    createInterface({ input: running.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      owner = line.trim();
    });
  });
  afterAll(async () => {
    running.stdin?.end();
    await once(running, "exit");
    rmSync(folder, { recursive: true });
  });

  test("the address is with the first that the inventory names", () => has("first"));

  test("a machine whose service does not answer loses it to the next", async () => {
    answers(first, false);
    await has("second");
  });

  test("it returns when the first answers again", async () => {
    answers(first, true);
    await has("first");
  });

  test("nobody has it while nobody answers", async () => {
    answers(first, false);
    answers(second, false);
    await has("");
  });
});
