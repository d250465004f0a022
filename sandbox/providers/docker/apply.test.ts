import Docker from "dockerode";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type DockerSeed, docker } from "../../emulators/docker/index.ts";
import { desk } from "../../emulators/docker/testing/desk.ts";
import { Running } from "../../emulators/testing/running.ts";
import type { Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

vi.setConfig({ testTimeout: 30_000 });

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";
const image = "docker:index/remoteImage:RemoteImage";
const volume = "docker:index/volume:Volume";

let host: Running<DockerSeed>;
let witness: Docker;
let plugin: Plugin;

beforeAll(async () => {
  host = await Running.start(docker, desk);
  witness = new Docker({ host: "127.0.0.1", port: Number(new URL(host.url).port) });
  plugin = await Plugin.start("docker");
  await plugin.configure({ host: host.url.replace("http", "tcp") });
});
afterAll(async () => {
  await plugin.stop();
  await host.stop();
});
beforeEach(async () => {
  for (const { Id } of await witness.listContainers({ all: true }))
    await witness.getContainer(Id).remove({ force: true, v: true });
});
afterEach(() => host.faults());

/** As the engine does it: checked first, so that the defaults are there. */
async function create(type: string, inputs: Properties) {
  const checked = await plugin.check(type, inputs);
  expect(checked.failures).toEqual([]);
  return { inputs: checked.inputs, ...(await plugin.create(type, checked.inputs)) };
}

const web = { name: "web", image: "web:1" };

describe("an answer that is lost", () => {
  test("leaves no container behind that nobody knows: it is found again by its name", async () => {
    host.faults({
      method: "POST",
      path: "containers/create",
      times: 1,
      harm: { kind: "cut", when: "after" },
    });
    const { id } = await create(container, web);
    expect(await witness.listContainers({ all: true })).toMatchObject([{ Id: id, State: "running" }]);
  });

  test("takes no container for its own that was there and runs", async () => {
    const other = await create(container, web);
    host.faults({
      method: "POST",
      path: "containers/create",
      times: 1,
      harm: { kind: "cut", when: "before" },
    });
    await expect(create(container, web)).rejects.toThrow("cannot be reached");
    expect(await witness.listContainers()).toMatchObject([{ Id: other.id }]);
  });

  test("leaves no second network or volume", async () => {
    host.faults(
      { method: "POST", path: "networks/create", times: 1, harm: { kind: "cut", when: "after" } },
      { method: "POST", path: "volumes/create", times: 1, harm: { kind: "cut", when: "after" } },
    );
    const lab = await create(network, { name: "lab", ipamConfigs: [{ subnet: "10.9.0.0/24" }] });
    const data = await create(volume, { name: "data" });
    const found = await witness.listNetworks({ filters: { name: ["^lab$"] } });
    expect(found).toMatchObject([{ Id: lab.id, IPAM: { Config: [{ Subnet: "10.9.0.0/24" }] } }]);
    expect(data.id).toBe("data");
    await plugin.remove(network, lab.id, lab.inputs);
    await plugin.remove(volume, data.id, data.inputs);
  });

  test("of a busy Engine is waited for", async () => {
    host.faults({ times: 3, harm: { kind: "status", status: 429, retryAfter: 0 } });
    const { id } = await create(container, web);
    expect(await witness.listContainers()).toMatchObject([{ Id: id }]);
  });
});

describe("a container that cannot be brought up", () => {
  test("stays in the state with the reason, and the next update brings it up", async () => {
    const taken = { ports: [{ internal: 80, external: 80 }] };
    const first = await create(container, { ...web, ...taken });
    const second = { name: "second", image: "web:1", ...taken };
    await expect(create(container, second)).rejects.toThrow(
      /container second was made, and could not be brought up: .*port is already allocated/,
    );
    const left = await witness.getContainer("second").inspect();
    expect(left.State.Status).toBe("created");

    await plugin.remove(container, first.id, first.inputs);
    const { inputs } = await plugin.check(container, second);
    await plugin.update(container, left.Id, inputs, { state: inputs });
    expect((await witness.getContainer("second").inspect()).State.Status).toBe("running");
  });

  test("is joined to its networks by the next update, too, before it is started", async () => {
    const lonely = { ...web, networksAdvanced: [{ name: "later" }] };
    await expect(create(container, lonely)).rejects.toThrow("network later not found");
    const { Id } = await witness.getContainer("web").inspect();
    const later = await create(network, { name: "later" });
    const { inputs } = await plugin.check(container, lonely);
    await plugin.update(container, Id, inputs, { state: inputs });
    const { State, NetworkSettings } = await witness.getContainer("web").inspect();
    expect([State.Running, Object.keys(NetworkSettings.Networks)]).toEqual([true, ["later"]]);
    await witness.getContainer("web").remove({ force: true });
    await plugin.remove(network, later.id, later.inputs);
  });

  test("for want of a healthcheck is told so", async () => {
    await expect(create(container, { ...web, wait: true })).rejects.toThrow(
      "wait asks for a healthy container, and this one has no healthcheck",
    );
  });

  test("as its program ends is told so at once", async () => {
    const health = { healthcheck: { tests: ["CMD", "ok"], interval: "30s" } };
    await expect(create(container, { ...web, command: ["false"], wait: true, ...health })).rejects.toThrow(
      "the container ended (exit code 1) before it became healthy",
    );
  });
});

describe("a refusal", () => {
  test("of a name that is taken says how to go on", async () => {
    await witness.createContainer({ name: "web", Image: "web:1" });
    await expect(create(container, web)).rejects.toThrow(
      /already in use.*\n +fix: remove it \(docker rm -f web\)/,
    );
  });

  test("of an image that no registry has", async () => {
    await expect(create(image, { name: "ghcr.io/me/gone:1" })).rejects.toThrow(
      "pull access denied for ghcr.io/me/gone",
    );
  });

  test("of a way that only the official plugin knows names that plugin, and only when it is needed", async () => {
    const far = await Plugin.start("docker");
    expect(await far.configure({ host: "ssh://me@desk" })).toEqual([]);
    const { inputs } = await far.check(volume, { name: "data" });
    expect((await far.preview(volume, inputs)).values).toMatchObject({ name: "data" });
    await expect(far.create(volume, inputs)).rejects.toThrow(
      "cannot reach ssh://me@desk: it speaks unix://, tcp:// and tcp:// with TLS. Use the official plugin",
    );
    await far.stop();
  });
});

describe("what is read", () => {
  test("of an unchanged container is what the program said, in its words and its order", async () => {
    const said: Properties = {
      ...web,
      cpus: "2",
      memory: 64,
      envs: ["B=2", "A=1"],
      dns: ["10.0.0.2", "10.0.0.1"],
      capabilities: { adds: ["CHOWN"], drops: ["ALL"] },
      healthcheck: { tests: ["CMD", "ok"], interval: "90s", startPeriod: "1h" },
      hosts: [{ host: "nas", ip: "192.168.1.5" }],
      labels: [{ label: "b", value: "2" }],
      mounts: [{ type: "tmpfs", target: "/cache", tmpfsOptions: { sizeBytes: 1000, mode: 511 } }],
      ports: [{ internal: 80 }, { internal: 53, external: 53, protocol: "udp", ip: "192.168.1.9" }],
      tmpfs: { "/tmp": "size=1000" },
      ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
      networkMode: "default",
    };
    const { id, inputs, values } = await create(container, said);
    const read = await plugin.read(container, id, inputs, values);
    expect(read?.inputs).toEqual(inputs);
    expect(read?.state.networkDatas).toMatchObject(
      [{ networkName: "bridge", ipAddress: /^172\.17\./ }].map(loosely),
    );
    expect(read?.state).not.toHaveProperty("exitCode");
  });

  test("of what is gone is nothing", async () => {
    expect(await plugin.read(container, "f".repeat(64), web)).toBeUndefined();
    expect(await plugin.read(network, "f".repeat(64), { name: "lab" })).toBeUndefined();
    expect(await plugin.read(volume, "nowhere", { name: "nowhere" })).toBeUndefined();
    expect(await plugin.read(image, "sha256:0nowhere:1", { name: "nowhere:1" })).toBeUndefined();
  });

  test("of an import is what was made by hand", async () => {
    await witness.createVolume({ Name: "films", Labels: { a: "b" } });
    expect((await plugin.read(volume, "films"))?.inputs).toEqual({
      name: "films",
      driver: "local",
      labels: [{ label: "a", value: "b" }],
    });
    const made = await witness.createContainer({
      name: "byhand",
      Image: "web:1",
      HostConfig: { Memory: 2 ** 26, RestartPolicy: { Name: "always" } },
    });
    await made.start();
    expect((await plugin.read(container, made.id))?.inputs).toMatchObject({
      name: "byhand",
      image: "web:1",
      memory: 64,
      restart: "always",
      mustRun: true,
    });
    await witness.getContainer("byhand").remove({ force: true });
    await witness.getVolume("films").remove();
  });
});

test("what is uploaded lies in the container with its owner and its mode", async () => {
  const upload = {
    file: "/etc/web.yaml",
    content: "port: 80",
    owner: "1000",
    group: "100",
    permissions: "0400",
  };
  await create(container, { ...web, uploads: [upload] });
  const stream = await witness.getContainer("web").getArchive({ path: "/etc/web.yaml" });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const archive = Buffer.concat(chunks);
  const octal = (at: number) => Number.parseInt(archive.subarray(at, at + 7).toString(), 8);
  expect([octal(100), octal(108), octal(116)]).toEqual([0o400, 1000, 100]);
  expect(archive.subarray(512, 520).toString()).toBe("port: 80");
});

test("a container that is attached to is waited for, and what has ended is no change where it may end", async () => {
  const job = {
    name: "job",
    image: "web:1",
    command: ["sleep", "0.3"],
    attach: true,
    logs: true,
    mustRun: false,
  };
  const { id, inputs, values } = await create(container, job);
  expect(values).toMatchObject({ exitCode: 0, containerLogs: "" });
  expect((await plugin.read(container, id, inputs, values))?.inputs).toEqual(inputs);
});

function loosely(expected: { networkName: string; ipAddress: RegExp }) {
  return { ...expected, ipAddress: expect.stringMatching(expected.ipAddress) };
}
