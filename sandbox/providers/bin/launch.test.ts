import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { Plugin } from "../testing/plugin.ts";

test.each(["kubernetes", "docker"])("%s ends when it is told to", async (vendor) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const plugin = await Plugin.start(vendor);
    plugin.process.kill(signal);
    expect(await plugin.ended()).toBe(0);
  }
});

test("a plugin that is cancelled still answers: what it has made must be known", async () => {
  const plugin = await Plugin.start("docker");
  await plugin.configure({ host: "tcp://127.0.0.1:1" });
  await plugin.cancel();
  const { failures } = await plugin.check("docker:index/volume:Volume", { name: "data" });
  expect(failures).toEqual([]);
  await plugin.stop();
});

test("a plugin ends when its engine dies without a word", async () => {
  const launcher = fileURLToPath(new URL("pulumi-resource-kubernetes", import.meta.url));
  const engine = spawn(process.execPath, ["-e", ENGINE, launcher], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(engine.stdout)[Symbol.asyncIterator]();
  const pid = Number((await lines.next()).value);
  await lines.next(); // the port: it serves

  engine.kill("SIGKILL");
  await once(engine, "exit");
  expect(isAlive(pid)).toBe(true);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
});

/** Starts a plugin, says its pid, and hands on what the plugin prints. */
const ENGINE = `
  const plugin = require("node:child_process").spawn(process.argv[1], { stdio: ["ignore", "pipe", "inherit"] });
  console.log(plugin.pid);
  plugin.stdout.pipe(process.stdout);
`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
