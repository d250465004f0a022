import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { birth } from "../../scripts/setup/processes.mjs";
import { ShortLived } from "./index.ts";
import { Workshop } from "./testing/workshop.ts";

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGTERM");
  await shop.close();
});

const started: ChildProcess[] = [];

/** Another process that opens one, starts a part in it, and does something then. */
async function other(then: string) {
  const part = JSON.stringify(await shop.part(`api-${started.length}`));
  const program = `
    const { ShortLived } = await import(${JSON.stringify(import.meta.resolve("./index.ts"))});
    const home = await ShortLived.open();
    await home.supervisor.start([${part}], () => {});
    const [{ pid }] = await home.supervisor.status([${part}]);
    console.log(JSON.stringify({ pid, folder: home.folder }));
    ${then}`;
  const args = ["--import", import.meta.resolve("tsx"), "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  const ended = once(child, "exit");
  const [line] = await once(child.stdout, "data");
  const { pid, folder } = JSON.parse(String(line)) as { pid: number; folder: string };
  return { child, ended, pid, folder };
}

const wait = "setInterval(() => {}, 1000);";

async function expectNothingOf({ pid, folder }: { pid: number; folder: string }): Promise<void> {
  await vi.waitFor(() => expect(birth(pid)).toBe(""), { timeout: 5_000 });
  expect(existsSync(folder)).toBe(false);
}

test("its parts end and its folder goes when it is closed", async () => {
  const home = await ShortLived.open();
  const part = await shop.part("api");
  await home.supervisor.start([part], () => {});
  const [status] = await home.supervisor.status([part]);
  await home.close();
  await expectNothingOf({ pid: status?.pid ?? Number.NaN, folder: home.folder });
});

test.each([
  ["by an interrupt", "SIGINT"],
  ["by a signal to end", "SIGTERM"],
] as const)(
  "a process that is ended %s takes its parts along, and ends as it always would",
  async (_, signal) => {
    const process = await other(wait);
    process.child.kill(signal);
    expect(await process.ended).toEqual([null, signal]);
    await expectNothingOf(process);
  },
);

test("a process that leaves in the middle takes its parts along", async () => {
  const process = await other("process.exit(3);");
  expect(await process.ended).toEqual([3, null]);
  await expectNothingOf(process);
});

test("whoever listens for the signal too decides what it means", async () => {
  const process = await other(`process.on("SIGINT", () => console.log("not now")); ${wait}`);
  process.child.kill("SIGINT");
  expect(String((await once(process.child.stdout, "data"))[0])).toBe("not now\n");
  expect(birth(process.pid)).not.toBe("");
  process.child.kill("SIGTERM");
  await process.ended;
  await expectNothingOf(process);
});

test("what a killed process left behind is cleaned up by the next, and what runs is not", async () => {
  const [killed, alive] = [await other(wait), await other(wait)];
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(birth(killed.pid)).not.toBe("");
  const next = await ShortLived.open();
  await expectNothingOf(killed);
  expect(birth(alive.pid)).not.toBe("");
  expect(JSON.parse(readFileSync(join(alive.folder, "owner.json"), "utf8")).pid).toBe(alive.child.pid);
  alive.child.kill("SIGTERM");
  await alive.ended;
  await next.close();
});
