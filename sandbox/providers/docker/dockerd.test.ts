import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { docker } from "../../emulators/docker/index.ts";
import { Running } from "../../emulators/testing/running.ts";
import type { Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";
import { Dockerd, whyNoDockerd } from "./testing/dockerd.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";
const image = "docker:index/remoteImage:RemoteImage";
const volume = "docker:index/volume:Volume";

const missing = whyNoDockerd();

describe.skipIf(missing)(`a real Docker Engine${missing ? ` (skipped: ${missing})` : ""}`, () => {
  let dockerd: Dockerd;
  let plugin: Plugin;

  beforeAll(async () => {
    dockerd = await Dockerd.start();
    plugin = await Plugin.start("docker");
    await plugin.configure({ host: `unix://${dockerd.socket}` });
  });
  afterAll(async () => {
    await plugin?.stop();
    await dockerd?.stop();
  });

  async function create(type: string, given: Properties) {
    const { inputs, failures } = await plugin.check(type, given);
    expect(failures).toEqual([]);
    return { type, inputs, ...(await plugin.create(type, inputs)) };
  }

  test("has made what is declared, reads it back unchanged, changes its limits and lets it go", async () => {
    const pulled = await create(image, { name: "probe:1", keepLocally: true });
    const labels = [{ label: "homelab/service", value: "web" }];
    const lab = await create(network, { name: "lab", driver: "bridge", labels });
    const data = await create(volume, { name: "web_data", labels });
    const said: Properties = {
      name: "web",
      image: pulled.values.imageId ?? "",
      entrypoints: ["/bin/node", "-e"],
      command: ["process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"],
      envs: ["MODE=fast"],
      labels,
      restart: "unless-stopped",
      healthcheck: {
        tests: ["CMD", "/bin/node", "-e", "fs.readFileSync('/web.txt')"],
        interval: "500ms",
        retries: 3,
      },
      wait: true,
      memory: 256,
      memorySwap: 256,
      memoryReservation: 64,
      cpus: "1",
      cpuShares: 512,
      capabilities: { drops: ["ALL"] },
      securityOpts: ["no-new-privileges:true"],
      tmpfs: { "/tmp": "size=1048576" },
      volumes: [{ containerPath: "/data", volumeName: "web_data" }],
      uploads: [{ file: "/web.txt", content: "hello", permissions: "0444" }],
      logDriver: "local",
      logOpts: { "max-size": "10m" },
      networksAdvanced: [{ name: "lab", aliases: ["front"] }],
      ports: [{ internal: 8080, external: 18_089, ip: "127.0.0.1" }],
      destroyGraceSeconds: 5,
    };
    const web = await create(container, said);
    const all = [pulled, lab, data, web];
    for (const { type, id, inputs, values } of all)
      expect((await plugin.read(type, id, inputs, values))?.inputs).toEqual(inputs);
    expect(web.values.networkDatas).toMatchObject([{ networkName: "lab" }]);

    const more = { ...web.inputs, memory: 320, memorySwap: 320 };
    await plugin.update(container, web.id, more, { state: web.inputs });
    expect((await dockerd.client.getContainer("web").inspect()).HostConfig.Memory).toBe(320 * 2 ** 20);

    await dockerd.client.getContainer("web").stop({ t: 1 });
    const stopped = await plugin.read(container, web.id, more, web.values);
    expect(stopped?.inputs).toEqual({ ...more, mustRun: false });
    await plugin.update(container, web.id, more, { state: stopped?.state ?? {} });
    expect((await dockerd.client.getContainer("web").inspect()).State.Running).toBe(true);

    for (const { type, id, inputs, values } of all.toReversed())
      await plugin.remove(type, id, inputs, values);
    expect(await dockerd.client.listContainers({ all: true })).toEqual([]);
    expect((await dockerd.client.listVolumes()).Volumes).toEqual([]);
    expect((await dockerd.client.listNetworks()).map(({ Name }) => Name)).not.toContain("lab");
    expect(await dockerd.client.listImages()).toHaveLength(1);
  });

  test("tells the logs of what was attached to", async () => {
    const job = await create(container, {
      name: "job",
      image: "probe:1",
      command: ["/bin/node", "-e", "console.log('größer'); console.error('less'); process.exitCode = 3"],
      networkMode: "none",
      attach: true,
      logs: true,
      mustRun: false,
    });
    expect(job.values).toMatchObject({ exitCode: 3 });
    expect(String(job.values.containerLogs).split("\n").toSorted()).toEqual(["", "größer", "less"]);
    await plugin.remove(container, job.id, job.inputs, job.values);
  });

  test("lets a container that never runs fill a disk, for one that may write nothing", async () => {
    const disk = await create(volume, { name: "web_app-1" });
    const carrier = await create(container, {
      name: "web-carrier",
      image: "probe:1",
      entrypoints: ["true"],
      volumes: [{ containerPath: "/app", volumeName: "web_app-1" }],
      uploads: [{ file: "/app/web.mjs", content: "console.log('carried')" }],
      networkMode: "none",
      start: false,
      mustRun: false,
    });
    const web = await create(container, {
      name: "web",
      image: "probe:1",
      entrypoints: ["/bin/node", "/app/web.mjs"],
      volumes: [{ containerPath: "/app", volumeName: "web_app-1", readOnly: true }],
      readOnly: true,
      user: "1000:1000",
      networkMode: "none",
      attach: true,
      logs: true,
      mustRun: false,
    });
    expect(web.values).toMatchObject({ exitCode: 0, containerLogs: "carried\n" });
    const { type, id, inputs, values } = carrier;
    expect((await plugin.read(type, id, inputs, values))?.inputs).toEqual(inputs);
    for (const each of [web, carrier, disk])
      await plugin.remove(each.type, each.id, each.inputs, each.values);
  });

  describe("answers as the emulated one does", () => {
    let emulated: Running<unknown>;
    let both: Docker[];

    beforeAll(async () => {
      const { NCPU, MemTotal } = await dockerd.client.info();
      const seed = {
        name: "desk",
        cpus: NCPU,
        memoryBytes: MemTotal,
        architecture: "amd64" as const,
        gpus: [],
        storageDriver: "overlay2",
        absentImages: [],
      };
      const running = await Running.start(docker, seed);
      emulated = running as unknown as Running<unknown>;
      const { hostname, port } = new URL(running.url);
      const copy = new Docker({ host: hostname, port, version: "v1.41" });
      both = [new Docker({ socketPath: dockerd.socket, version: "v1.41" }), copy];
      const stream = await copy.pull("probe:1");
      await new Promise((resolve) => copy.modem.followProgress(stream, resolve));
    });
    afterAll(() => emulated?.stop());

    /** A call of both, and what each says: only where they agree is the emulator worth anything. */
    async function ask(method: string, path: string, body?: object) {
      return Promise.all(
        both.map(
          ({ modem }) =>
            new Promise((resolve) =>
              modem.dial(
                {
                  path: body ? `${path}?_body=` : path,
                  method,
                  options: body ?? {},
                  statusCodes: { 200: true, 201: true, 204: true, 304: true },
                },
                (error, data) => {
                  const { statusCode, json } = (error ?? {}) as {
                    statusCode?: number;
                    json?: { message: string };
                  };
                  resolve(error ? { statusCode, message: json?.message } : { data });
                },
              ),
            ),
        ),
      );
    }

    const create = (HostConfig: object, more = {}) =>
      ["POST", "/containers/create", { Image: "probe:1", Cmd: ["/bin/node"], ...more, HostConfig }] as const;

    test.each([
      ["POST", "/containers/create", { Image: "nope:1" }],
      create({ Memory: 1000 }),
      create({ Memory: 1e8, MemorySwap: 1000 }),
      create({ MemorySwap: 1e8 }),
      create({ Memory: 1e7, MemoryReservation: 2e7 }),
      create({ NanoCpus: 1e9, CpuPeriod: 1000 }),
      create({ CpusetCpus: "0-99" }),
      create({ AutoRemove: true, RestartPolicy: { Name: "always" } }),
      create({ LogConfig: { Type: "nope" } }),
      create({ LogConfig: { Type: "local", Config: { colour: "red" } } }),
      create({ CapAdd: ["FLY"] }),
      create({ ShmSize: -1 }),
      create({ ExtraHosts: ["x"] }),
      create({ ExtraHosts: ["x:y"] }),
      create({ VolumesFrom: ["nope"] }),
      create({ PortBindings: { "80x/tcp": [{ HostPort: "1" }] } }),
      create({ PortBindings: { "80/tcp": [{ HostPort: "foo" }] } }),
      create({ Mounts: [{ Type: "bind", Source: "", Target: "/b" }] }),
      create({ Mounts: [{ Type: "volume", Source: "xx" }] }),
      create({ Mounts: [{ Type: "foo", Target: "/b" }] }),
      create({ Binds: ["aa:/b", "bb:/b"] }),
      create({ Binds: ["./a:/b"] }),
      create({ Tmpfs: { tmp: "" } }),
      create({}, { WorkingDir: "here" }),
      create({}, { Env: ["=x"] }),
      create({}, { Healthcheck: { Test: ["CMD", "x"], Interval: 1 } }),
      create({}, { Healthcheck: { Test: ["CMD", "x"], Retries: -1 } }),
      ["GET", "/containers/nope/json"],
      ["POST", "/containers/nope/start"],
      ["DELETE", "/containers/nope"],
      ["GET", "/networks/nope"],
      ["DELETE", "/networks/host"],
      ["POST", "/networks/create", { Name: "bridge" }],
      ["GET", "/volumes/nope"],
      ["DELETE", "/volumes/nope"],
      ["DELETE", "/volumes/nope?force=1"],
      ["POST", "/volumes/create", { Name: "v" }],
      ["POST", "/volumes/create", { Name: "v5", Driver: "foo" }],
      ["POST", "/volumes/create", { Name: "v5", DriverOpts: { colour: "red" } }],
      ["DELETE", "/images/nope"],
      ["GET", "/nowhere"],
    ] as const)("to %s %s %j", async (method, path, body?: object) => {
      const [real, copy] = await ask(method, path, body);
      expect(copy).toEqual(real);
    });

    test("where a container, a network, a volume and an image are looked at", async () => {
      const hostConfig = { NetworkMode: "lab", Binds: ["data:/data:ro"], Memory: 2 ** 26, CapDrop: ["ALL"] };
      const options = {
        name: "web",
        Image: "probe:1",
        Cmd: ["/bin/node", "-e", "setInterval(() => {}, 1000)"],
        HostConfig: {
          ...hostConfig,
          PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "18090" }] },
        },
      };
      const looked = await Promise.all(
        both.map(async (engine) => {
          const lab = await engine.createNetwork({ Name: "lab", Internal: true });
          const web = await engine.createContainer(options);
          await web.start();
          const seen = {
            container: await web.inspect(),
            listed: await engine.listContainers(),
            network: await lab.inspect(),
            networks: (await engine.listNetworks()).filter(({ Name }) => Name === "lab"),
            volume: await engine.getVolume("data").inspect(),
            image: await engine.getImage("probe:1").inspect(),
            info: await engine.info(),
          };
          await web.remove({ force: true });
          await lab.remove();
          await engine.getVolume("data").remove();
          return seen;
        }),
      );
      expect(differences(looked[0], looked[1])).toEqual([]);
    });
  });
});

/** What newer Engines no longer tell, or tell of another machine. */
const gone =
  /KernelMemory|\.ConsoleSize|OomKillDisable|GraphDriver\.Data|Container(Config)?$|DockerVersion|DriverStatus|BridgeNf|CpuCfs|Commit\.Expected|RegistryConfig|Runtimes|Labels\.|Containers\.|Networks\.lab\.DriverOpts|\.Config\.(Cmd|Env)/;

/** Every place where the real answer has something and the copy has nothing, or something of another type. */
function differences(real: unknown, copy: unknown, path = ""): string[] {
  if (gone.test(path) || real === null || copy === null) return [];
  if (typeof real !== typeof copy || Array.isArray(real) !== Array.isArray(copy))
    return [`${path}: ${JSON.stringify(real)} there, ${JSON.stringify(copy)} here`];
  if (typeof real !== "object") return [];
  if (Array.isArray(real)) return differences(real[0] ?? null, (copy as unknown[])[0] ?? null, `${path}[0]`);
  return Object.entries(real as object).flatMap(([key, value]) =>
    differences(value, (copy as Record<string, unknown>)[key], `${path}.${key}`),
  );
}
