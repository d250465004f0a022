import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { birth } from "../../scripts/setup/processes.mjs";
import { WholeLab } from "./whole-lab.ts";

/** The whole lab, applied: real API servers and schedulers, the vendors' APIs, and everything that can go wrong. */
const lab = new WholeLab();

// Each test runs the real engine several times on every resource of the lab, beside other tests.
vi.setConfig({ testTimeout: 900_000 });

beforeAll(async () => {
  const { code, out, err } = await lab.lab("start");
  expect(out + err).toContain("npx lab drift --sandbox");
  expect(code).toBe(0);
}, 1_200_000);
afterAll(() => lab.close(), 120_000);

/** Exit 5 and the names of what differs, or exit 0 and none. */
async function drift() {
  const { exit, stacks } = await lab.json("drift", "--sandbox");
  return { exit, names: stacks.flatMap(({ changes }: Stack) => changes.map(({ name }) => name)) };
}

interface Stack {
  stack: string;
  outcome: string;
  changes: { name: string; op: string }[];
  counts: Record<string, number>;
  diagnostics: { text: string }[];
}

describe("a first update", () => {
  test("has put every pod on a node that may take it", async () => {
    const { clusters } = await lab.json("capacity", "--sandbox");
    const pods = clusters.flatMap(({ nodes }: { nodes: { node: string; pods: string[] }[] }) =>
      nodes.flatMap(({ node, pods }) =>
        pods.map((pod) => `${pod.replace(/-[a-z0-9]{5,10}-[a-z0-9]{5}$/, "")} on ${node}`),
      ),
    );
    expect(pods).toEqual(
      expect.arrayContaining(["postgres-0 on asuna", "n8n-worker on pesubuntu", "jellyfin on k3s-master"]),
    );
    expect(clusters.flatMap(({ unplaced }: { unplaced: unknown[] }) => unplaced)).toEqual([]);
  });

  test("is what the proof in the preview had said", async () => {
    const [planned, live] = [await lab.json("capacity"), await lab.json("capacity", "--sandbox")];
    const fullness = ({ clusters }: { clusters: { nodes: { node: string; gpu: object }[] }[] }) =>
      clusters.flatMap(({ nodes }) => nodes.map(({ node, gpu }) => ({ node, gpu })));
    expect(fullness(planned)).toEqual(fullness(live));
  });

  test("leaves nothing to change, and no drift", async () => {
    const { exit, stacks } = await lab.json("up", "--all", "--sandbox", "--yes");
    expect(exit).toBe(0);
    for (const { counts } of stacks as Stack[])
      expect(counts).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
    expect(await drift()).toEqual({ exit: 0, names: [] });
  });

  test("is what was declared, as far as a sandbox can show it", async () => {
    const { exit, counts, checks } = await lab.json("verify", "--sandbox");
    const wrong = checks.filter(({ status }: { status: string }) => status === "failed");
    expect(wrong).toEqual([]);
    expect(exit).toBe(0);
    expect(counts.ok).toBeGreaterThan(500);
  });
});

describe("a change behind the program's back", () => {
  test("is found by name, and put back", async () => {
    await lab.kubectl("core", "-n", "automation", "scale", "deployment/n8n-worker", "--replicas=3");
    await lab.kubectl("brain", "-n", "media", "delete", "service", "jellyfin");
    await removeContainer();
    const found = await drift();
    expect(found.exit).toBe(5);
    expect(found.names).toEqual(
      expect.arrayContaining(["n8n-worker-deployment", "jellyfin-service", "gaming-pc-qwen3-14b-container"]),
    );
    expect((await lab.lab("up", "--all", "--sandbox", "--yes")).code).toBe(0);
    expect(await drift()).toEqual({ exit: 0, names: [] });
    const { out } = await lab.kubectl(
      "core",
      "-n",
      "automation",
      "get",
      "deployment/n8n-worker",
      "-o",
      "name",
    );
    expect(out).toContain("n8n-worker");
  });
});

/** As somebody would on the machine itself. */
async function removeContainer(): Promise<void> {
  const { apis } = await lab.json("sandbox", "status");
  const { url } = apis.find(({ name }: { name: string }) => name === "docker-gaming-pc");
  const gone = await fetch(`${url}/containers/qwen3-14b?force=true`, { method: "DELETE" });
  expect(gone.status).toBe(204);
}

describe("whatever is killed", () => {
  test.each([["etcd"], ["brain/api-server"], ["emulators"]])(
    "%s comes back with all that it knew",
    async (part) => {
      const pid = await lab.pidOf(part);
      process.kill(pid, "SIGKILL");
      await sleep(200);
      const { out } = await lab.lab("sandbox", "status");
      expect(out).toMatch(new RegExp(`${part} +killed`));
      const up = await lab.lab("preview", "--sandbox");
      expect(up.err).toMatch(/npx lab sandbox start/);

      expect((await lab.lab("sandbox", "start")).code).toBe(0);
      expect(await lab.pidOf(part)).not.toBe(pid);
      expect(await drift()).toEqual({ exit: 0, names: [] });
    },
  );

  test("a stop and a start lose nothing either, and leave nothing running", async () => {
    const pids = (await lab.json("sandbox", "status")).parts.map(({ pid }: { pid: number }) => pid);
    expect((await lab.lab("sandbox", "stop")).code).toBe(0);
    expect(pids.filter((pid: number) => birth(pid) !== "")).toEqual([]);
    expect((await lab.lab("sandbox", "start")).code).toBe(0);
    expect(await drift()).toEqual({ exit: 0, names: [] });
  });
});

describe("an update", () => {
  // Whatever an earlier test has left stopped.
  beforeAll(() => lab.lab("sandbox", "start"), 120_000);

  test("that destroys leaves nothing behind in any API", async () => {
    const { exit } = await lab.json("destroy", "--all", "--sandbox", "--yes");
    expect(exit).toBe(0);
    for (const cluster of ["platform", "core", "brain"]) {
      const { out } = await lab.kubectl(
        ...([
          cluster,
          "get",
          "pods,pvc,pv,deployments,statefulsets,jobs,ingresses",
          "-A",
          "-o",
          "name",
        ] as const),
      );
      expect(out.trim()).toBe("");
    }
    const { apis } = await lab.json("sandbox", "status");
    const { url } = apis.find(({ name }: { name: string }) => name === "docker-gaming-pc");
    expect(await (await fetch(`${url}/containers/json?all=true`)).json()).toEqual([]);
    expect(await (await fetch(`${url}/volumes`)).json()).toMatchObject({ Volumes: [] });
  });

  test("that is interrupted is resumed by the next one", async () => {
    const run = lab.start(["up", "homelab", "--sandbox", "--yes"]);
    await vi.waitUntil(() => /applying, [1-9]\d* done/.test(run.err()) || run.child.exitCode !== null, {
      timeout: 600_000,
      interval: 50,
    });
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
    const { exit, stacks } = await lab.json("up", "homelab", "--sandbox", "--yes");
    expect(exit).toBe(0);
    expect(stacks[0].counts.same).toBeGreaterThan(0);
    expect(await drift()).toEqual({ exit: 0, names: [] });
  });

  test("beside another of the same stack is told who has the lock", async () => {
    const both = await Promise.all([1, 2].map(() => lab.lab("up", "gaming-pc", "--sandbox", "--yes")));
    // The engine lets neither go on where both came at the very same moment.
    expect(both.every(({ code }) => code === 0 || code === 4)).toBe(true);
    expect(both.find(({ code }) => code === 4)?.out).toMatch(/locked by another update[\s\S]*it still runs/);
  });

  test("survives a vendor that is ill for a moment, and tells of one that stays ill once for each thing", async () => {
    expect((await lab.lab("destroy", "gaming-pc", "--sandbox", "--yes")).code).toBe(0);
    await lab.lab(
      "sandbox",
      "fault",
      "docker-gaming-pc",
      "--status",
      "503",
      "--method",
      "GET",
      "--times",
      "2",
    );
    expect((await lab.lab("up", "gaming-pc", "--sandbox", "--yes")).code).toBe(0);

    expect((await lab.lab("destroy", "gaming-pc", "--sandbox", "--yes")).code).toBe(0);
    await lab.lab("sandbox", "fault", "docker-gaming-pc", "--status", "500", "--path", "containers/create");
    const failed = await lab.json("up", "gaming-pc", "--sandbox", "--yes");
    expect(failed.exit).toBe(1);
    // Once for each container that could not be made.
    const told = failed.stacks[0].diagnostics.map(({ urn }: { urn: string | null }) => urn);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told).size).toBe(told.length);
    await lab.lab("sandbox", "fault", "docker-gaming-pc", "--off");
    expect((await lab.lab("up", "gaming-pc", "--sandbox", "--yes")).code).toBe(0);
    expect(await drift()).toEqual({ exit: 0, names: [] });
  });
});

describe("bad input", () => {
  test("a state that nobody can read is told by its file, and a reset begins anew", async () => {
    await lab.lab("sandbox", "stop");
    writeFileSync(`${lab.sandboxFolder}/emulators/docker-gaming-pc.jsonl`, "not a change\n");
    const { code, err } = await lab.lab("sandbox", "start");
    expect(code).toBe(1);
    expect(err).toContain("docker-gaming-pc.jsonl, line 1");
    expect(err).toContain("npx lab sandbox reset");
    expect((await lab.lab("sandbox", "reset", "--yes")).code).toBe(0);
    expect(existsSync(lab.sandboxFolder)).toBe(false);
    expect((await lab.lab("preview", "--sandbox")).err).toContain("npx lab sandbox start");
  });
});
