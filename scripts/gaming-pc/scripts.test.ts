import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { complaintOf, complaintsOfPowerShell, readerNamed } from "../../components/testing/index.ts";
import { Dockerd, whyNoDockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const here = import.meta.dirname;
const files = readdirSync(here);
const shellcheck = readerNamed("shellcheck");
const missing = whyNoDockerd();

test.skipIf(!shellcheck)("shellcheck has nothing to say of the shell (apt install shellcheck)", () => {
  const scripts = files.filter((file) => file.endsWith(".sh")).map((file) => join(here, file));
  expect(complaintOf(shellcheck ?? "", ["--external-sources", ...scripts])).toBe("");
});

test.each(files.filter((file) => file.endsWith(".ps1")))(
  "the grammar of PowerShell reads %s",
  async (file) => {
    const text = readFileSync(join(here, file), "utf8");
    expect(await complaintsOfPowerShell(text)).toEqual([]);
    expect(await complaintsOfPowerShell(`${text}\nif (`)).not.toEqual([]);
  },
);

describe.skipIf(missing)(`on a Docker host${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let dockerd: Dockerd;
  const run = (script: string, ...args: string[]) =>
    execFileSync(join(here, script), args, {
      encoding: "utf8",
      env: { ...process.env, DOCKER_HOST: `unix://${dockerd.socket}` },
    });
  const running = async () =>
    (await dockerd.client.listContainers()).map(({ Names: [name = ""] }) => name.slice(1)).sort();

  beforeAll(async () => {
    dockerd = await Dockerd.start();
    const ours = { "homelab/lifecycle": "production" };
    const all = {
      nginx: ours,
      llama: { ...ours, "homelab/start": "on demand" },
      "llama-handover": {},
      stranger: {},
    };
    for (const [name, Labels] of Object.entries(all))
      await dockerd.client.createContainer({
        name,
        Image: "probe:1",
        Labels,
        Cmd: ["/bin/node", "-e", "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"],
        HostConfig: { NetworkMode: "none" },
      });
    await dockerd.client.getContainer("stranger").start();
  });
  afterAll(() => dockerd?.stop());

  test("all that was declared is started, but what waits to be asked for and what is nobody's; twice is once", async () => {
    expect(run("start.sh")).toBe("nginx\n");
    expect(await running()).toEqual(["nginx", "stranger"]);
    expect(run("start.sh")).toBe("");
  });

  test("all that was declared is stopped, what others ask for last, and nothing is lost", async () => {
    await dockerd.client.getContainer("llama").start();
    expect(run("stop.sh")).toBe("nginx\nllama\n");
    expect(await running()).toEqual(["stranger"]);
    expect(run("stop.sh")).toBe("");
    expect(run("start.sh")).toBe("nginx\n");
  });

  test("an image that no folder has is refused by its name", () => {
    const { status, stderr } = spawnSync(join(here, "build.sh"), ["nothing"], { encoding: "utf8" });
    expect({ status, stderr }).toMatchObject({
      status: 64,
      stderr: expect.stringContaining("images/nothing/Dockerfile"),
    });
  });
});

describe("the switch for games", () => {
  const asked: { method?: string; url?: string; key?: string; body: string }[] = [];
  let manager: Server;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "play-"));
    writeFileSync(join(folder, "key"), "a-key-of-the-manager\n");
    manager = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      asked.push({ method, url, key: headers.authorization, body } as (typeof asked)[number]);
      response.statusCode = headers.authorization === "Bearer a-key-of-the-manager" ? 202 : 401;
      response.end(JSON.stringify({ error: { message: "Show a key." } }));
    }).listen(0, "127.0.0.1");
    await once(manager, "listening");
  });
  afterAll(() => {
    manager.close();
    rmSync(folder, { recursive: true });
  });

  async function play(args: string[], key = "key") {
    const child = spawn(join(here, "play.sh"), args, {
      env: {
        ...process.env,
        MANAGER_URL: `http://127.0.0.1:${(manager.address() as AddressInfo).port}`,
        MANAGER_KEY_FILE: join(folder, key),
      },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    const [code] = await once(child, "close");
    return { code, output };
  }

  test("asks the manager, with the key and for as long as it is told", async () => {
    expect(await play(["on", "120"])).toMatchObject({ code: 0 });
    expect(await play(["auto"])).toMatchObject({ code: 0 });
    expect(asked).toEqual([
      {
        method: "PUT",
        url: "/gaming",
        key: "Bearer a-key-of-the-manager",
        body: '{"mode":"on","minutes":120}',
      },
      { method: "PUT", url: "/gaming", key: "Bearer a-key-of-the-manager", body: '{"mode":"auto"}' },
    ]);
  });

  test("says what the manager says against it, and how it is used", async () => {
    writeFileSync(join(folder, "wrong"), "another\n");
    const refused = await play(["off"], "wrong");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("Show a key.");
    expect(refused.output).not.toContain("another");
    for (const args of [[], ["maybe"], ["on", "soon"], ["off", "5"]])
      expect(await play(args)).toMatchObject({ code: 64, output: expect.stringContaining("on [MINUTES]") });
  });
});
