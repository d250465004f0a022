import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type ContainerPlan, planContainer } from "../../components/docker/index.ts";
import { type ResolvedPart, serviceNamed } from "../../components/lab/index.ts";
import { buildPrograms } from "../../components/program/index.ts";
import { nodeOfImage } from "../../components/program/testing/node.ts";
import { claim, generated, type ServiceSpec, secretValue } from "../../components/service/index.ts";
import { labWith, readerNamed, service } from "../../components/testing/index.ts";
import { Dockerd, whyNoDockerd } from "../../sandbox/providers/docker/testing/dockerd.ts";
import type { Properties } from "../../sandbox/providers/framework/value.ts";
import { Plugin } from "../../sandbox/providers/testing/plugin.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const busybox = readerNamed("busybox");
const missing = whyNoDockerd() ?? (busybox ? undefined : "busybox is not installed");

/** What an image of Node.js has besides: the tools that a question about health tries, and who gives a volume away. */
const TOOLS = ["sh", "wget", "cat", "grep", "chown", "true"];

/** Our programs, as a Docker host is told to run them: every option as it is declared, but the image, which is local. */
describe.skipIf(missing)(`a real Docker Engine${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let dockerd: Dockerd;
  let plugin: Plugin;
  const made: { type: string; id: string; inputs: Properties; values: Properties }[] = [];

  beforeAll(async () => {
    dockerd = await Dockerd.start();
    const tools = TOOLS.map((tool) => [`/bin/${tool}`, busybox ?? ""]);
    await dockerd.makeImage("node", { ...Object.fromEntries(tools), "/bin/node": await nodeOfImage() });
    plugin = await Plugin.start("docker");
    await plugin.configure({ host: `unix://${dockerd.socket}` });
  });
  afterEach(async () => {
    // One that never became healthy is there, and nobody was told its name.
    for (const { Id } of await dockerd.client.listContainers({ all: true }))
      await dockerd.client.getContainer(Id).remove({ force: true });
    for (const { type, id, inputs, values } of made.splice(0).reverse())
      await plugin.remove(type, id, inputs, values);
  });
  afterAll(async () => {
    await plugin?.stop();
    await dockerd?.stop();
  });

  async function make(kind: string, said: object): Promise<void> {
    const type = `docker:index/${kind}`;
    const { inputs, failures } = await plugin.check(type, said as Properties);
    expect(failures).toEqual([]);
    made.push({ type, inputs, ...(await plugin.create(type, inputs)) });
  }

  /** In the order of components/docker/service.ts, with a word in the place of each secret. */
  async function run(spec: Partial<ServiceSpec>): Promise<ContainerPlan> {
    const lab = labWith(service({ place: { docker: "desk" }, image: undefined, user: undefined, ...spec }));
    const programs = await buildPrograms([spec.program ?? ""]);
    const plan = planContainer(serviceNamed(lab, spec.name ?? "web"), lab, programs);
    const text = (parts: ResolvedPart[]) =>
      parts.map((part) => (typeof part === "string" ? part : `a-secret-called-${part.secret}`)).join("");
    await make("network:Network", { name: "lab", driver: "bridge" });
    for (const { args } of plan.volumes) await make("volume:Volume", args);
    for (const helper of [plan.handover, plan.carrier])
      if (helper) await make("container:Container", { ...helper, image: "node:1" });
    await make("container:Container", {
      ...plan.container,
      image: "node:1",
      entrypoints: plan.entrypoint?.map(text) ?? [],
      command: plan.command?.map(text) ?? [],
      envs: Object.entries(plan.env).map(([name, value]) => `${name}=${text(value)}`),
      networksAdvanced: [{ name: "lab", aliases: [plan.name] }],
    });
    return plan;
  }

  const inside = (name: string, ...command: string[]) =>
    execFileSync("docker", ["--host", `unix://${dockerd.socket}`, "exec", name, ...command], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });

  const detector = {
    name: "detector",
    program: "log-anomaly-detector",
    env: {
      HOST: "0.0.0.0",
      DATA_DIR: "/data",
      LOKI_URL: "http://loki:3100",
      ALERTMANAGER_URL: "http://alertmanager:9093",
      ANOMALY_KEY: secretValue("key"),
    },
    secrets: { key: generated(48) },
    health: { ready: "/healthz", startsWithin: 60 },
    resources: { cpu: "100m..1", memory: "64Mi..256Mi" },
    volumes: { "/data": claim("64Mi") },
  } satisfies Partial<ServiceSpec>;

  test("runs one read-only, as nobody, within its limits, until it is healthy and answers", async () => {
    await run(detector);
    const { State, HostConfig, Config } = await dockerd.client.getContainer("detector").inspect();
    expect(State.Health?.Status).toBe("healthy");
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Memory: 256 * 2 ** 20,
      MemorySwap: 256 * 2 ** 20,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true"],
      RestartPolicy: { Name: "unless-stopped" },
    });
    expect(Config.User).toBe("1000:1000");
    const answer = inside("detector", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/healthz");
    expect(JSON.parse(answer)).toEqual({ status: "ok" });
    // The volume was root's, and was given away before the program started.
    inside("detector", "sh", "-c", "echo x > /data/mine");
    for (const path of ["/app/more.mjs", "/etc/more"])
      expect(() => inside("detector", "sh", "-c", `echo x > ${path}`)).toThrow("Read-only file system");
  });

  test("says that one does not become healthy, and does not call it made", async () => {
    const attempt = run({ ...detector, health: { ready: "/nowhere", startsWithin: 1 } });
    await expect(attempt).rejects.toThrow("the container failed to be in healthy state");
  });
});
