import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { Authority, hostsOf } from "../control-plane/index.ts";
import { Ports } from "../parts/index.ts";
import { Keys, planApis } from "../plan/index.ts";
import type { EmulatorSettings } from "./settings.ts";

const plans = planApis([labWith()], new Keys("a secret of a test"));
const token = "t".repeat(40);

let folder: string;
let ports: Record<string, number>;
let children: ChildProcess[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "emulators-"));
  children = [];
  ports = await new Ports(join(folder, "ports.json")).group("it", [
    "control",
    ...plans.map(({ name }) => name),
  ]);
});
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  rmSync(folder, { recursive: true });
});

const urlOf = (name: string) => `http://127.0.0.1:${ports[name]}`;

async function settings(...names: string[]): Promise<EmulatorSettings> {
  const tls = await (await Authority.open(join(folder, "certificates"))).issue("it", {
    name: "it",
    hosts: hostsOf(),
  });
  const chosen = names.length > 0 ? plans.filter(({ name }) => names.includes(name)) : plans;
  return {
    folder,
    control: { port: ports.control ?? 0, token },
    apis: chosen.map(({ name, vendor, seed, tls: secure }) => ({
      name,
      vendor,
      seed,
      port: ports[name] ?? 0,
      ...(secure && { tls }),
    })),
    clusters: [],
  };
}

/** A process as the sandbox starts it; gives its end, and what it has said until then. */
function run(given: EmulatorSettings | string) {
  const file = join(folder, "settings.json");
  writeFileSync(file, typeof given === "string" ? given : JSON.stringify(given));
  const main = new URL("main.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), main, file]);
  children.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  return { child, ended: once(child, "close").then(([code]) => ({ code, said })), said: () => said };
}

async function untilReady(): Promise<void> {
  await vi.waitFor(async () => expect((await fetch(`${urlOf("control")}/ready`)).status).toBe(200), {
    timeout: 30_000,
    interval: 100,
  });
}

function control(path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(`${urlOf("control")}${path}`, { ...init, headers: { ...headers, ...init.headers } });
}

const cloudflare = (path: string, init: RequestInit = {}) => {
  const { CLOUDFLARE_API_TOKEN, CLOUDFLARE_BASE_URL } =
    plans.find(({ name }) => name === "cloudflare")?.environment(urlOf("cloudflare")) ?? {};
  const headers = { authorization: `Bearer ${CLOUDFLARE_API_TOKEN}`, "content-type": "application/json" };
  return fetch(`${CLOUDFLARE_BASE_URL}${path}`, { ...init, headers });
};

describe("all the vendors of a lab, in one process", () => {
  test("answer each at its address, with what is theirs, and end when they are asked to", async () => {
    const { child, ended } = run(await settings());
    await untilReady();
    const zones = (await (await cloudflare("/zones")).json()) as { result: { name: string }[] };
    expect(zones.result.map(({ name }) => name).sort()).toEqual(["example.com", "example.org"]);
    expect((await fetch(`${urlOf("tailscale")}/api/v2/tailnet/-/devices`)).status).toBe(401);
    expect(await (await fetch(`${urlOf("docker-desk")}/_ping`)).text()).toBe("OK");
    const version = await new Promise<number | undefined>((resolve, reject) => {
      const ca = readFileSync(join(folder, "certificates", "ca.crt"));
      const url = `https://127.0.0.1:${ports.proxmox}/api2/json/version`;
      https
        .get(url, { ca, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on("error", reject);
    });
    expect(version).toBe(401);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
  });

  test("fail where they are told to, by whoever has the token, and no longer than they are told", async () => {
    const { ended, child, said } = run(await settings("cloudflare", "tailscale"));
    await untilReady();
    const zones = async () => (await cloudflare("/zones")).status;
    const faults = [{ harm: { kind: "status", status: 503 }, path: "/zones" }];
    const body = JSON.stringify(faults);

    const stranger = await control("/faults/cloudflare", {
      method: "PUT",
      body,
      headers: { authorization: "" },
    });
    expect([stranger.status, await zones()]).toEqual([401, 200]);
    expect((await control("/faults", { headers: { authorization: "Bearer guess" } })).status).toBe(401);

    expect((await control("/faults/cloudflare", { method: "PUT", body })).status).toBe(200);
    expect(await zones()).toBe(503);
    expect(await (await control("/faults")).json()).toEqual({ cloudflare: faults, tailscale: [] });
    expect((await fetch(`${urlOf("tailscale")}/api/v2/tailnet/-/devices`)).status).toBe(401);
    await control("/faults/cloudflare", { method: "PUT", body: "[]" });
    expect(await zones()).toBe(200);

    const unknown = await control("/faults/cloudfare", { method: "PUT", body });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({
      message: "there is no emulator cloudfare; known: cloudflare, tailscale",
    });
    const wrong = await control("/faults/cloudflare", { method: "PUT", body: '[{"harm":{"kind":"fire"}}]' });
    expect([wrong.status, await zones()]).toEqual([400, 200]);
    child.kill("SIGTERM");
    await ended;
    expect(said()).not.toContain(token);
  });

  test("killed and started again, they know what they knew", async () => {
    const given = await settings("cloudflare");
    const first = run(given);
    await untilReady();
    const { result } = (await (await cloudflare("/zones")).json()) as {
      result: { id: string; name: string }[];
    };
    const zone = result.find(({ name }) => name === "example.com")?.id;
    const record = { type: "A", name: "www.example.com", content: "192.0.2.7", ttl: 300 };
    await cloudflare(`/zones/${zone}/dns_records`, { method: "POST", body: JSON.stringify(record) });
    first.child.kill("SIGKILL");
    await first.ended;
    run(given);
    await untilReady();
    const records = (await (await cloudflare(`/zones/${zone}/dns_records`)).json()) as { result: object[] };
    expect(records.result).toEqual([expect.objectContaining(record)]);
  });
});

describe("what they cannot start with is said in a line, with how to mend it", () => {
  test("a journal that somebody damaged, which is left as it is", async () => {
    const journal = join(folder, "tailscale.jsonl");
    appendFileSync(journal, '["devices","1",{"a":1}]\n{"half":\n["devices","2",{"a":1}]\n');
    const { code, said } = await run(await settings("tailscale")).ended;
    expect(said).toBe(
      `${journal}, line 2, is not a change that the sandbox wrote.\n` +
        "  fix: put the file back as it was, or begin with an empty sandbox: npx lab sandbox reset\n",
    );
    expect(code).toBe(1);
    expect(readFileSync(journal, "utf8")).toContain('{"half":\n');
  });

  test.each([
    ["no JSON", '{"control":{"token":"hidden-t', "SyntaxError"],
    [
      "an unknown vendor",
      { control: { port: 1, token }, folder: "/", clusters: [], apis: [{ vendor: "azure" }] },
      "vendor",
    ],
  ])("settings that are %s, and of which nothing is shown", async (_, given, why) => {
    const { code, said } = await run(typeof given === "string" ? given : JSON.stringify(given)).ended;
    expect(said).toMatch(/^.*settings\.json cannot be read: /);
    expect(said).toContain(why);
    expect(said).toContain("fix: npx lab sandbox start");
    expect(said).not.toMatch(/hidden|tttttt| {4}at /);
    expect(code).toBe(1);
  });
});
