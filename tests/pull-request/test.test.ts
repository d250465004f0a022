import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Lab } from "../../components/lab/index.ts";
import { planProxmox } from "../../components/proxmox/index.ts";
import type { KubeObject } from "../../sandbox/control-plane/index.ts";
import { proxmox } from "../../sandbox/emulators/proxmox/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { Keys, planApis } from "../../sandbox/plan/index.ts";
import { TestCluster } from "../../sandbox/testing/index.ts";
import { trialComment } from "../../scripts/cli/pull-request/trial/comment.ts";
import { takeDown } from "../../scripts/cli/pull-request/trial/down.ts";
import { reap } from "../../scripts/cli/pull-request/trial/reap.ts";
import { TrialStacks } from "../../scripts/cli/pull-request/trial/stacks.ts";
import type { Step } from "../../scripts/cli/pull-request/trial/steps.ts";
import { bringUp, lookAt } from "../../scripts/cli/pull-request/trial/up.ts";
import { ensureSetup, environment } from "../../scripts/setup/index.mjs";
import { checkout } from "../../scripts/setup/paths.mjs";
import { labOf } from "../../stacks/labs.ts";
import { CLUSTER } from "../../stacks/pull-request/inventory.ts";

type Seed = ReturnType<typeof proxmox.seed.parse>;

vi.setConfig({ testTimeout: 600_000, hookTimeout: 1_200_000 });

/** What a pull request gets, by the commands of its jobs and the real engine: Proxmox and the cluster answer from here. */
const NUMBER = 12;
const keys = new Keys("a pull request of a test");
const ROOT = `root@pam!sandbox=${keys.uuid("proxmox token")}`;
const USER = "pull-requests@pve";
const patience = { ms: 60_000, everyMs: 500 };
const state = mkdtempSync(join(tmpdir(), "pull-requests-"));

let pve: Running<Seed>;
let cluster: TestCluster;
let access: { url: string; token: string; kubeconfig: string };
let open = true;
const isOpen = async () => open;

beforeAll(async () => {
  await ensureSetup();
  vi.stubEnv("PULUMI_BACKEND_URL", `file://${state}`);
  vi.stubEnv("PULUMI_CONFIG_PASSPHRASE", "of a test");
  vi.stubEnv("PATH", [join(checkout, "sandbox/providers/bin"), process.env.PATH].join(delimiter));
  const homelab = await labOf("homelab");
  const plan = planApis([homelab], keys).find(({ name }) => name === "proxmox");
  pve = await Running.start(proxmox, proxmox.seed.parse({ ...(plan?.seed as Seed), taskMs: 5 }));
  await house(homelab);
  const token = await ownToken();
  cluster = await TestCluster.start(CLUSTER, await labOf(`pr-${NUMBER}`));
  access = { url: pve.url, token, kubeconfig: cluster.kubeconfig };
});

afterAll(async () => {
  await cluster?.stop();
  await pve?.stop();
  rmSync(state, { recursive: true });
  vi.unstubAllEnvs();
});

async function api(path: string, form: Record<string, string> = {}, method = "POST"): Promise<unknown> {
  const response = await fetch(`${pve.url}/api2/json${path}`, {
    method,
    headers: { authorization: `PVEAPIToken=${ROOT}`, connection: "close" },
    ...(method !== "GET" && { body: new URLSearchParams(form) }),
  });
  const { data, message } = (await response.json()) as { data: unknown; message?: string };
  if (!response.ok) throw new Error(`${path}: ${message}`);
  return data;
}

/** What the stack of the house, and a person by hand, have made before there is any pull request. */
async function house(homelab: Lab): Promise<void> {
  const { files, images, firewall } = planProxmox(homelab);
  await api("/storage", {
    storage: files.resourceId ?? "",
    type: "dir",
    path: files.path ?? "",
    content: "import,snippets",
  });
  const image = images["node005-ubuntu-24.04"];
  if (!image) throw new Error("the house has no image on node005");
  await api(`/nodes/node005/storage/${image.datastoreId}/download-url`, {
    url: image.url,
    filename: image.fileName ?? "",
    content: "import",
    checksum: image.checksum ?? "",
    "checksum-algorithm": image.checksumAlgorithm ?? "",
  });
  await api("/pools", { poolid: "pull-requests" });
  for (const [name, { comment, cidrs }] of Object.entries(firewall.sets)) {
    await api("/cluster/firewall/ipset", { name, comment });
    for (const { name: cidr } of cidrs) await api(`/cluster/firewall/ipset/${name}`, { cidr });
  }
}

/** By the commands on the page, word for word: what the token of tests may, and where. */
async function ownToken(): Promise<string> {
  const page = readFileSync(join(checkout, "docs/reference/pull-requests.md"), "utf8");
  for (const [, roleid = "", privileges = ""] of page.matchAll(/pveum role add (\w+) -privs "([^"]+)"/g))
    await api("/access/roles", { roleid, privs: privileges.split(/[\s\\]+/).join(",") });
  await api("/access/users", { userid: USER });
  const token = (await api(`/access/users/${USER}/token/jobs`, { privsep: "0" })) as { value: string };
  for (const [, path = "", roles = "", users = ""] of page.matchAll(
    /pveum acl modify (\S+) --roles (\w+) --users (\S+)/g,
  ))
    await api("/access/acl", { path, roles, users }, "PUT");
  return `${USER}!jobs=${token.value}`;
}

const machines = async () => {
  const all = (await api("/nodes/node005/qemu", {}, "GET")) as { vmid: number; name: string }[];
  return all.map(({ name }) => name);
};
const standing = async () => {
  const all = await new TrialStacks({ ...process.env, ...environment() }).all();
  return all.map(({ stack }) => stack);
};
const failures = (steps: Step[]) => steps.filter(({ well }) => !well).map(({ why }) => why);

describe("while a pull request is open", () => {
  test("it has a machine and a cluster, where a handful of services runs", async () => {
    const { steps, closed, secrets } = await bringUp({ number: NUMBER, access, isOpen, patience });
    expect(failures(steps)).toEqual([]);
    expect(closed).toBe(false);
    expect(await machines()).toEqual(["pr-12"]);
    expect(await api("/nodes/node005/qemu/1212/config", {}, "GET")).toMatchObject({
      ipconfig0: "gw=192.168.1.1,ip=192.168.1.212/24",
    });
    expect(await api("/pools/pull-requests", {}, "GET")).toMatchObject({ members: [{ vmid: 1212 }] });
    const { status } = await cluster.api.get<{ status: { succeeded?: number } }>(
      (await cluster.api.list<KubeObject>("/apis/batch/v1/namespaces/smoke/jobs"))
        .map(({ metadata }) => `/apis/batch/v1/namespaces/smoke/jobs/${metadata.name}`)
        .find((path) => path.includes("/smoke-") || path.endsWith("/smoke")) ?? "",
    );
    expect(status.succeeded).toBe(1);
    const comment = trialComment({ number: NUMBER, steps, commit: "0123456789abcdef", run: undefined });
    expect(comment).toContain("✅ It works on a machine and a cluster of its own");
    for (const { value } of secrets) expect(comment).not.toContain(value);
  });

  test("a look at it finds what somebody has changed", async () => {
    expect(failures(await lookAt({ number: NUMBER, access, patience }))).toEqual([]);
    await cluster.api.delete("/apis/apps/v1/namespaces/smoke/deployments/searxng");
    expect(failures(await lookAt({ number: NUMBER, access, patience }))).toEqual([
      "a second update would change 1 resources",
    ]);
  });

  test("another whose place it has is told so", async () => {
    await expect(bringUp({ number: NUMBER + 20, access, isOpen, patience })).rejects.toThrow(
      "pr-12 stands at 192.168.1.212, where the test of pull request 32 would",
    );
  });
});

test("closed while a job is at work on it, it is gone when both have ended", async () => {
  open = true;
  const job = bringUp({ number: NUMBER, access, isOpen, patience });
  await vi.waitFor(() => expect(locks("pr-12")).toHaveLength(1), { timeout: 300_000, interval: 20 });
  open = false;
  const [trial, gone] = await Promise.all([
    job,
    takeDown({ number: NUMBER, patience: { ms: 300_000, everyMs: 500 }, force: false }),
  ]);
  expect(trial.closed).toBe(true);
  expect(failures(gone)).toEqual([]);
  expect(await standing()).toEqual([]);
  expect(await machines()).toEqual([]);
  expect(await api("/nodes/node005/storage/homelab/content?content=snippets", {}, "GET")).toEqual([]);
});

test("a job that comes when it is closed already makes nothing", async () => {
  const { closed, steps } = await bringUp({ number: NUMBER, access, isOpen, patience });
  expect({ closed, steps }).toEqual({ closed: true, steps: [] });
  expect(await standing()).toEqual([]);
});

test("what a killed job has left behind is found by the clock, and its lock taken away", async () => {
  const stacks = new TrialStacks({ ...process.env, ...environment() });
  await Promise.all([stacks.make("pr-31"), stacks.make("pr-7")]);
  const folder = join(state, ".pulumi/locks/organization/homelab/pr-31");
  mkdirSync(folder, { recursive: true });
  const lock = {
    pid: 1,
    username: "runner",
    hostname: "a-runner-that-is-gone",
    timestamp: "2026-11-21T00:00:00Z",
  };
  writeFileSync(join(folder, "0f3a2f5e-7f0c-4f6e-9a53-5d7f0c4f6e9a.json"), JSON.stringify(lock));
  const now = { ms: 0, everyMs: 10 };
  const args = { environment: { ...process.env, ...environment() }, days: 7, patience: now, now: new Date() };
  const isOpen = async (number: number) => number === 7;
  expect(await reap({ ...args, isOpen })).toBe(true);
  expect(await standing()).toEqual(["pr-7"]);
  const later = new Date(Date.now() + 8 * 86_400_000);
  expect(await reap({ ...args, isOpen, now: later })).toBe(true);
  expect(await standing()).toEqual([]);
});

function locks(stack: string): string[] {
  try {
    const files = readdirSync(join(state, ".pulumi/locks/organization/homelab", stack));
    return files.filter((file) => file.endsWith(".json"));
  } catch {
    return [];
  }
}
