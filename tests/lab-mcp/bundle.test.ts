import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundle } from "../../components/program/index.ts";
import { freePort } from "../../components/testing/index.ts";
import { actionsOf, approving, client, folder, lab, ROUTERS_KEY } from "../../workloads/lab-mcp/testing.ts";

/** As its pod runs it: bundled, without what its package.json leaves out. */
async function started(
  app: string,
  data: string,
): Promise<{ url: string; program: ChildProcess; log: () => string }> {
  const port = await freePort();
  const program = spawn(process.execPath, [join(app, "lab-mcp.mjs")], {
    env: {
      PORT: String(port),
      LAB_MCP_CATALOGUE_FILE: join(app, "catalogue.json"),
      LAB_MCP_DATA_DIR: data,
      LAB_MCP_KEYS: `router ${ROUTERS_KEY}`,
      ...approving,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  let said = "";
  program.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await expect.poll(() => said).toContain('"serves"');
  return { url: `http://127.0.0.1:${port}`, program, log: () => said };
}

test("the program that is deployed speaks, forgets no proposal when it is killed, and ends in order", async () => {
  const [app, data] = [folder(), folder()];
  const { start, later } = await bundle("lab-mcp");
  for (const [file, text] of Object.entries({ ...start, ...later })) writeFileSync(join(app, file), text);
  writeFileSync(join(app, "catalogue.json"), JSON.stringify(lab));

  const first = await started(app, data);
  const { call, tools } = await client(first.url);
  expect((await tools()).map(({ name }) => name)).toContain("propose_restart");
  await call("propose_restart", { service: "jellyfin", reason: "a word that no log may hold" });
  const killed = once(first.program, "exit");
  first.program.kill("SIGKILL");
  await killed;
  expect(first.log()).not.toMatch(/a word that no log may hold|a-key-of/);

  const second = await started(app, data);
  expect(await actionsOf(second.url)).toMatchObject([{ state: "waits", sentence: "Restart jellyfin" }]);
  const ended = once(second.program, "exit");
  second.program.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
