import { delimiter, join } from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type DockerSeed, docker } from "../../sandbox/emulators/docker/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { Keys, planApis } from "../../sandbox/plan/index.ts";
import { ensureSetup } from "../../scripts/setup/index.mjs";
import { checkout } from "../../scripts/setup/paths.mjs";
import { TrialProject } from "../../scripts/trial/project.ts";
import { labOf } from "../../stacks/labs.ts";

/** The component itself with what runs on the gaming PC, the real engine, and a Docker engine at the other end. */
let project: TrialProject;
let host: Running<DockerSeed>;
let witness: Docker;

vi.setConfig({ testTimeout: 300_000 });

beforeAll(async () => {
  await ensureSetup();
  project = new TrialProject({});
  // The stand-ins even where the official plugins are at hand: those do not know where this engine is.
  project.environment.PATH = [join(checkout, "sandbox/providers/bin"), project.environment.PATH].join(
    delimiter,
  );
  const plan = planApis([await labOf("gaming-pc")], new Keys("the gaming PC of a test")).find(
    ({ vendor }) => vendor === "docker",
  );
  host = await Running.start(docker, docker.seed.parse(plan?.seed));
  witness = new Docker({ host: "127.0.0.1", port: Number(new URL(host.url).port) });
  write();
  await project.pulumi("stack", "init", "test");
}, 600_000);

afterAll(async () => {
  project?.remove();
  await host?.stop();
});

function write(): void {
  const file = (path: string) => JSON.stringify(join(checkout, path));
  project.write({
    "program/index.ts": `
      import { DockerHost } from ${file("components/docker/index.ts")};
      import { Vault } from ${file("components/secrets/index.ts")};
      import { labOf } from ${file("stacks/labs.ts")};
      const lab = await labOf("gaming-pc");
      const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef", tokens: {} });
      new DockerHost("gaming-pc", { lab, host: "gaming-pc", endpoint: ${JSON.stringify(host.url.replace("http", "tcp"))}, vault,
        programs: () => { throw new Error("nothing of ours runs there") }, lifecycles: ["production"] });
    `,
  });
}

const up = () => project.pulumi("up", "--yes", "--skip-preview");

test("an update makes all of it, and shows no key", async () => {
  const { code, output } = await up();
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
  const again = await up();
  expect(again.output).not.toMatch(/\d+ (updated|created|replaced|deleted)/);
  const refreshed = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("leaves nothing behind when it is destroyed, but a disk that is backed up", async () => {
  const { code, output } = await project.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  expect(await witness.listContainers({ all: true })).toEqual([]);
});
