import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { computed, type Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";
const image = "docker:index/remoteImage:RemoteImage";
const volume = "docker:index/volume:Volume";

let plugin: Plugin;

beforeAll(async () => {
  plugin = await Plugin.start("docker");
  await plugin.configure({ host: computed });
});
afterAll(() => plugin.stop());

describe("a resource that is right", () => {
  test("passes, and is filled with the defaults of the official provider", async () => {
    const { inputs, failures } = await plugin.check(container, {
      image: computed,
      ports: [{ internal: 80 }],
    });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({
      name: expect.stringMatching(/^web-[0-9a-f]{7}$/),
      restart: "no",
      ports: [{ internal: 80, ip: "0.0.0.0", protocol: "tcp" }],
    });
  });

  test.each([
    [network, { ipamConfigs: [{ subnet: "10.1.0.0/24" }] }],
    [image, { name: "docker.io/library/web:1", keepLocally: true }],
    [volume, { driverOpts: { type: "tmpfs" }, labels: [{ label: "a", value: "b" }] }],
  ])("passes: %s", async (type, inputs) => {
    expect((await plugin.check(type, inputs)).failures).toEqual([]);
  });
});

describe("a mistake", () => {
  const mistakes: [string, string, Properties, string][] = [
    [
      "a misspelt property",
      container,
      { image: "a", imge: "b" },
      'imge is not a field of Container; did you mean "image"?',
    ],
    ["a wrong type", container, { image: "a", memory: "1g" }, "memory has to be an integer, and is a string"],
    ["a missing property", container, { name: "a" }, "image is required in Container"],
    [
      "a nested mistake",
      container,
      { image: "a", healthcheck: { interval: "30" } },
      "healthcheck.interval has to be a duration such as 30s or 1m30s",
    ],
    [
      "a volume from nowhere",
      container,
      { image: "a", volumes: [{ containerPath: "/data" }] },
      "volumes[0] needs exactly one of hostPath, volumeName, fromContainer, and has none",
    ],
    [
      "a GPU asked for twice",
      container,
      { image: "a", gpus: "all", deviceRequests: [] },
      "gpus and deviceRequests exclude each other",
    ],
    [
      "an output as an input",
      image,
      { name: "a", repoDigest: "b" },
      "repoDigest is set by the API alone, and cannot be an input of RemoteImage: remove it",
    ],
  ];
  test.each(mistakes)("%s is told with its place", async (_, type, inputs, message) => {
    expect((await plugin.check(type, inputs)).failures).toEqual([message]);
  });

  test("in the type is met with the nearest one", async () => {
    await expect(plugin.check("docker:index/contaner:Contaner", {})).rejects.toThrow(
      'no type docker:index/contaner:Contaner; did you mean "docker:index/container:Container"?',
    );
  });

  test("in the configuration is told", async () => {
    const other = await Plugin.start("docker");
    expect(await other.configure({ hosts: "unix:///var/run/docker.sock" })).toEqual([
      'hosts is not a field of the configuration of the docker provider; did you mean "host"?',
    ]);
    expect(await other.configure({ registryAuth: '[{"adress":"r.example"}]' })).toEqual([
      'registryAuth[0].adress is not a field of registryAuth; did you mean "address"?',
      "registryAuth[0].address is required in registryAuth",
    ]);
    await other.stop();
  });
});

describe("a change", () => {
  async function changeOf(before: Properties, after: Properties) {
    const [old, now] = [await plugin.check(container, before), await plugin.check(container, after)];
    return plugin.diff(container, old.inputs, now.inputs);
  }
  const web = { name: "web", image: "web:1", envs: ["A=1", "B=2"], restart: "always" };

  test("of an environment's order is none", async () => {
    expect((await changeOf(web, { ...web, envs: ["B=2", "A=1"] })).changed).toEqual([]);
  });

  test("of the restart policy is made in place", async () => {
    expect(await changeOf(web, { ...web, restart: "no" })).toEqual({
      changed: ["restart"],
      replaces: [],
      deletesFirst: false,
    });
  });

  test("of an environment makes another container, the old one first where the name is fixed", async () => {
    const change = await changeOf(web, { ...web, envs: ["A=1", "B=3"] });
    expect(change).toEqual({ changed: ["envs[1]"], replaces: ["envs"], deletesFirst: true });
  });

  test("of a container with an automatic name makes another beside it", async () => {
    const { name: _, ...unnamed } = web;
    expect(await changeOf(unnamed, { ...unnamed, image: "web:2" })).toMatchObject({
      replaces: ["image"],
      deletesFirst: false,
    });
  });
});
