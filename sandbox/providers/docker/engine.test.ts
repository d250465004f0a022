import Docker from "dockerode";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type DockerSeed, docker } from "../../emulators/docker/index.ts";
import { desk } from "../../emulators/docker/testing/desk.ts";
import { Running } from "../../emulators/testing/running.ts";
import { Stack } from "../testing/stack.ts";

// Each update is a second of work, and many on a machine that has more to do.
vi.setConfig({ testTimeout: 120_000 });

const digest = `sha256:${"ab".repeat(32)}`;
const seed: DockerSeed = { ...desk, cpus: 8, gpus: ["NVIDIA GeForce RTX 4090"] };

let stack: Stack;
let host: Running<DockerSeed>;
let witness: Docker;

beforeAll(async () => {
  host = await Running.start(docker, seed);
  witness = new Docker({ host: "127.0.0.1", port: Number(new URL(host.url).port) });
  stack = await Stack.open();
}, 600_000);
afterAll(async () => {
  stack.close();
  await host.stop();
});
afterEach(() => host.faults());

/** A host as the gaming PC's is: a network, images by their digest, volumes, a container that gives them away. */
function lab({ memory = 64, command = "serve", image = `docker.io/library/web:2@${digest}` } = {}): string {
  return `
    const provider = new docker.Provider("desk", { host: "${host.url.replace("http", "tcp")}" });
    const opts = { provider };
    const network = new docker.Network("lab", { name: "lab", driver: "bridge" }, opts);
    const image = new docker.RemoteImage("web", { name: "${image}", keepLocally: false }, opts);
    const labels = [{ label: "homelab/service", value: "web" }, { label: "homelab/backup", value: "daily" }];
    const volume = new docker.Volume("data", { name: "web_data", labels }, opts);
    const handover = new docker.Container("handover", {
      name: "web-handover", image: image.imageId, entrypoints: ["chown", "1000:1000", "/data"],
      volumes: [{ containerPath: "/data", volumeName: volume.name }], user: "0:0",
      capabilities: { drops: ["ALL"], adds: ["CHOWN"] }, securityOpts: ["no-new-privileges:true"],
      readOnly: true, networkMode: "none", restart: "no", mustRun: false, attach: true,
    }, { ...opts, deleteBeforeReplace: true });
    const web = new docker.Container("web", {
      name: "web", image: image.imageId, command: ["${command}"], restart: "unless-stopped",
      envs: [pulumi.secret("TOKEN=hunter2"), "MODE=fast"], labels,
      healthcheck: { tests: ["CMD-SHELL", "true || exit 1"], interval: "10s", timeout: "5s", retries: 3, startPeriod: "90s" },
      wait: true, waitTimeout: 20,
      cpuShares: 512, cpus: "2", memory: ${memory}, memorySwap: ${memory}, memoryReservation: 32,
      capabilities: { drops: ["ALL"] }, securityOpts: ["no-new-privileges:true"], readOnly: false,
      volumes: [{ containerPath: "/data", readOnly: false, volumeName: volume.name }],
      tmpfs: { "/tmp": "size=268435456" }, shmSize: 64,
      ports: [{ internal: 8080, external: 8080, protocol: "tcp", ip: "192.168.1.99" }],
      gpus: "all", user: "1000:1000", logDriver: "local", logOpts: { "max-size": "10m", "max-file": "3" },
      stopTimeout: 30, destroyGraceSeconds: 30,
      uploads: [{ file: "/etc/web.yaml", content: "port: 8080", owner: "1000", group: "1000", permissions: "0400" }],
      networksAdvanced: [{ name: network.name, aliases: ["front"] }],
    }, { ...opts, dependsOn: [handover], deleteBeforeReplace: true });
    export const id = web.id;
  `;
}

async function up() {
  return stack.pulumi("up", "--yes", "--skip-preview");
}

describe("a host of containers", () => {
  test("is made as declared", async () => {
    stack.program(lab());
    const { ok, output } = await up();
    expect(output).toContain("+ 7 created");
    expect(output).not.toContain("hunter2");
    expect(ok).toBe(true);

    const web = await witness.getContainer("web").inspect();
    expect(web.State).toMatchObject({ Running: true, Health: { Status: "healthy" } });
    expect(web.Config).toMatchObject({ Cmd: ["serve"], User: "1000:1000", StopTimeout: 30 });
    expect(web.Config.Env).toContain("TOKEN=hunter2");
    expect(web.HostConfig).toMatchObject({
      Memory: 64 * 2 ** 20,
      MemorySwap: 64 * 2 ** 20,
      NanoCpus: 2e9,
      ShmSize: 64 * 2 ** 20,
      Binds: ["web_data:/data:rw"],
      DeviceRequests: [{ Count: -1, Capabilities: [["gpu"]] }],
      RestartPolicy: { Name: "unless-stopped" },
    });
    expect(Object.keys(web.NetworkSettings.Networks)).toEqual(["lab"]);
    expect(web.NetworkSettings.Ports["8080/tcp"]).toEqual([{ HostIp: "192.168.1.99", HostPort: "8080" }]);
    expect((await witness.getContainer("web-handover").inspect()).State).toMatchObject({
      Status: "exited",
      ExitCode: 0,
    });
  });

  test("is unchanged by a second update, and by a refresh", async () => {
    expect((await up()).output).toContain("7 unchanged");
    const { output } = await stack.pulumi("refresh", "--yes", "--diff");
    expect(output).toContain("7 unchanged");
    expect((await up()).output).toContain("7 unchanged");
  });

  test("gets back what somebody took away", async () => {
    await witness.getContainer("web").remove({ force: true });
    expect((await stack.pulumi("preview", "--refresh")).output).toContain("+ 1 to create");
    const { output } = await stack.pulumi("up", "--yes", "--skip-preview", "--refresh");
    expect(output).toContain("+ 1 created");
    expect((await witness.getContainer("web").inspect()).State.Running).toBe(true);
  });

  test("is started again where somebody stopped it, and limited as declared", async () => {
    const { Id } = await witness.getContainer("web").inspect();
    await witness.getContainer("web").update({ Memory: 32 * 2 ** 20, MemorySwap: 32 * 2 ** 20 });
    await witness.getContainer("web").stop();
    const drift = await stack.pulumi("refresh", "--yes", "--diff");
    expect(drift.output).toMatch(/memory\s*: 64 => 32/);
    expect(drift.output).toMatch(/mustRun\s*: true => false/);
    expect((await up()).output).toContain("~ 1 updated");
    const web = await witness.getContainer("web").inspect();
    expect(web).toMatchObject({ Id, State: { Running: true }, HostConfig: { Memory: 64 * 2 ** 20 } });
  });

  test("changes its limits in place, and its command by another container", async () => {
    const before = await witness.getContainer("web").inspect();
    stack.program(lab({ memory: 128 }));
    expect((await up()).output).toContain("~ 1 updated");
    const larger = await witness.getContainer("web").inspect();
    expect(larger).toMatchObject({ Id: before.Id, HostConfig: { Memory: 128 * 2 ** 20 } });

    stack.program(lab({ memory: 128, command: "serve-more" }));
    expect((await up()).output).toContain("+-1 replaced");
    const other = await witness.getContainer("web").inspect();
    expect(other.Id).not.toBe(before.Id);
    expect(other.Config.Cmd).toEqual(["serve-more"]);
  });

  test("survives that the Engine is restarted", async () => {
    await host.restart();
    const { output } = await stack.pulumi("refresh", "--yes");
    expect(output).toContain("7 unchanged");
  });

  test("is gone when it is destroyed", async () => {
    const { ok, output } = await stack.pulumi("destroy", "--yes", "--skip-preview");
    expect(output).toContain("- 7 deleted");
    expect(ok).toBe(true);
    expect(await witness.listContainers({ all: true })).toEqual([]);
    expect((await witness.listVolumes()).Volumes).toEqual([]);
    expect(await witness.listImages()).toEqual([]);
    expect((await witness.listNetworks()).map(({ Name }) => Name).toSorted()).toEqual([
      "bridge",
      "host",
      "none",
    ]);
  });
});
