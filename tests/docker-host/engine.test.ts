import Docker from "dockerode";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type DockerSeed, docker } from "../../sandbox/emulators/docker/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { Keys, planApis } from "../../sandbox/plan/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { CHANGED, ComponentTrial } from "../component-trial.ts";

/** The component itself with what runs on the gaming PC, the real engine, and a Docker engine at the other end. */
let trial: ComponentTrial;
let host: Running<DockerSeed>;
let witness: Docker;

vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  const plan = planApis([await labOf("gaming-pc")], new Keys("the gaming PC of a test")).find(
    ({ vendor }) => vendor === "docker",
  );
  host = await Running.start(docker, docker.seed.parse(plan?.seed));
  witness = new Docker({ host: "127.0.0.1", port: Number(new URL(host.url).port) });
  trial = await ComponentTrial.open(program());
}, 600_000);

afterAll(async () => {
  trial?.remove();
  await host?.stop();
});

function program(): string {
  return `
    import { buildPrograms } from "@lab/components/program/index.ts";
    import { DockerHost } from "@lab/components/docker/index.ts";
    import { buildPrograms } from "@lab/components/program/index.ts";
    import { Vault } from "@lab/components/vault/index.ts";
    import { labOf } from "@lab/stacks/labs.ts";
    const lab = await labOf("gaming-pc");
    const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
    const programs = await buildPrograms(lab.services.flatMap(({ program }) => program ?? []));
    new DockerHost("gaming-pc", { lab, host: "gaming-pc", endpoint: ${JSON.stringify(host.url.replace("http", "tcp"))}, vault,
      programs, lifecycles: ["production"] });
  `;
}

test("an update makes all of it, and shows no key", async () => {
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect(output).not.toContain("PRIVATE KEY");
});

test("the ingress listens where browsers ask, and stands in one network with what it leads to", async () => {
  const { HostConfig, NetworkSettings, Config } = await witness.getContainer("nginx").inspect();
  expect(HostConfig.PortBindings).toMatchObject({
    "443/tcp": [{ HostIp: "192.168.1.50", HostPort: "443" }],
    "80/tcp": [{ HostIp: "192.168.1.50", HostPort: "80" }],
  });
  expect(Object.keys(NetworkSettings.Networks)).toEqual(["lab"]);
  expect(Config.User).toBe("101:101");
});

test("stays as it is: a second update and a refresh change nothing", async () => {
  const again = await trial.up();
  expect(again.output).not.toMatch(CHANGED);
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("leaves nothing behind when it is destroyed, but a disk that is backed up", async () => {
  const { code, output } = await trial.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await witness.listContainers({ all: true })).toEqual([]);
});
