import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive } from "../../setup/processes.mjs";
import type { Ended, Run } from "../../trial/lab-folder.ts";
import { TinyLab } from "../testing/tiny-lab.ts";

const PATIENCE = 240_000;
/** Long enough to be interrupted in the middle, on a slow machine too. */
const SLOW_MS = 15_000;

const tiny = new TinyLab();
beforeAll(async () => {
  await tiny.lab("services");
}, PATIENCE);
afterAll(() => tiny.remove());

describe("Ctrl-C in the middle of an update", { timeout: PATIENCE }, () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s finishes what was begun, and leaves no lock",
    async (signal) => {
      const name = `thing-${signal.toLowerCase()}`;
      tiny.plan({ things: { [name]: { size: 1, slow: SLOW_MS } } });
      const update = tiny.start(["up", "one", "--yes", "--json"]);
      await inTheMiddle(update, name);
      update.child.kill(signal);
      const { code, out, err } = await update.ended;
      expect(code).toBe(130);
      expect(err).toContain("no new step begins, and what was begun is finished");
      expect(JSON.parse(out).stacks[0].outcome).toBe("interrupted");
      expect(tiny.locks()).toEqual([]);
      expect(state().pending_operations ?? []).toEqual([]);
      expect(state().resources.map(({ urn }) => urn.split("::").at(-1))).toContain(name);
    },
  );

  test("twice says what it waits for, thrice kills it and says how to unlock; the lock is explained", async () => {
    tiny.plan({ things: { sleeper: { size: 1, slow: SLOW_MS * 4 } } });
    const update = tiny.start(["up", "one", "--yes"]);
    await inTheMiddle(update, "sleeper");
    const [pid] = lockOwners();
    const other = await tiny.lab("up", "one", "--yes");
    expect(other).toMatchObject({ code: 4, out: expect.stringContaining("it still runs") });
    expect(other.out).toContain("fix: wait until it has ended");

    update.child.kill("SIGINT");
    await until(() => update.err().includes("Stopping"));
    update.child.kill("SIGINT");
    await until(() => update.err().includes("one waits for sleeper"));
    update.child.kill("SIGINT");
    const { code, err } = await update.ended;
    expect(code).toBe(130);
    expect(err).toContain("its lock is still there");
    expect(err).toContain("pulumi cancel --yes --stack one");
    expect(isAlive(pid ?? 0)).toBe(false);
    expect(tiny.locks()).toHaveLength(1);

    const locked = await tiny.lab("up", "one", "--yes");
    expect(locked.code).toBe(4);
    expect(locked.out).toMatch(new RegExp(`@\\S+, pid ${pid}, since .*: it runs no more`));
    expect(locked.out).toContain("it is safe to remove it");
    expect(locked.out).toContain("pulumi cancel --yes --stack one");
  });

  test("an engine that dies by itself is told with its last words, and where they all are", async () => {
    tiny.plan({ things: { dreamer: { size: 1, slow: SLOW_MS } } });
    const update = tiny.start(["up", "two", "--yes"]);
    await inTheMiddle(update, "dreamer");
    for (const pid of lockOwners("two")) process.kill(pid, "SIGABRT");
    const { code, out } = await update.ended;
    expect(code).toBe(1);
    expect(out).toContain("the engine crashed. Its last words:");
    expect(out).toMatch(/the whole log: \S+engine\.log/);
  });
});

/** Once the engine holds its lock and makes the thing, which nothing but its progress tells. */
async function inTheMiddle(update: Run, thing: string): Promise<void> {
  const working = new RegExp(`applying.*${thing}$`, "m");
  await Promise.race([until(() => working.test(update.err())), update.ended.then(endedTooSoon)]);
}

function endedTooSoon({ code, out, err }: Ended): never {
  throw new Error(`the update ended with ${code} before it could be interrupted:\n${out}\n${err}`);
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE / 2;
  while (!condition()) {
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((done) => setTimeout(done, 50));
  }
}

function lockOwners(stack = "one"): number[] {
  return tiny
    .locks()
    .filter((path) => path.includes(`/${stack}/`))
    .map((path) => JSON.parse(readFileSync(join(tiny.state, path), "utf8")).pid);
}

function state(): { resources: { urn: string }[]; pending_operations?: unknown[] } {
  const file = join(tiny.state, ".pulumi/stacks/tiny/one.json");
  return JSON.parse(readFileSync(file, "utf8")).checkpoint.latest;
}
