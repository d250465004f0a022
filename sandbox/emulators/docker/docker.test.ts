import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Docker from "dockerode";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Running } from "../testing/running.ts";
import { type DockerSeed, docker } from "./index.ts";
import { desk } from "./testing/desk.ts";

vi.setConfig({ testTimeout: 30_000 });

const digest = `sha256:${"ab".repeat(32)}`;
const seed: DockerSeed = { ...desk, absentImages: ["ghcr.io/me/gone", "redis:99"] };

let host: Running<DockerSeed>;
let engine: Docker;

beforeAll(async () => {
  host = await Running.start(docker, seed);
  // A connection that is kept would be one to the Engine before its restart.
  const headers = { connection: "close" };
  engine = new Docker({ host: "127.0.0.1", port: Number(new URL(host.url).port), headers });
  await pull("redis:7");
});
afterAll(() => host.stop());
beforeEach(async () => {
  for (const { Id } of await engine.listContainers({ all: true }))
    await engine.getContainer(Id).remove({ force: true, v: true });
  for (const { Id, Name } of await engine.listNetworks())
    if (!["bridge", "host", "none"].includes(Name)) await engine.getNetwork(Id).remove();
});

async function pull(image: string): Promise<void> {
  const stream = await engine.pull(image);
  await new Promise((resolve, reject) =>
    engine.modem.followProgress(stream, (error, output) => (error ? reject(error) : resolve(output))),
  );
}

/** What the Engine says to a call, and with which status. */
async function refusal(call: Promise<unknown>): Promise<[number, string]> {
  try {
    await call;
  } catch (error) {
    const { statusCode, json } = error as { statusCode: number; json: { message: string } };
    return [statusCode, json?.message ?? String(error)];
  }
  throw new Error("it was not refused");
}

function make(options: Docker.ContainerCreateOptions = {}) {
  return engine.createContainer({ Image: "redis:7", ...options });
}

describe("an image", () => {
  test("keeps the digest that it was pinned to, and gets no tag from it", async () => {
    await pull(`ghcr.io/me/web:2@${digest}`);
    const image = await engine.getImage(`ghcr.io/me/web:2@${digest}`).inspect();
    expect(image).toMatchObject({ RepoTags: [], RepoDigests: [`ghcr.io/me/web@${digest}`] });
    expect(await engine.getImage(image.Id).inspect()).toEqual(image);
    await engine.getImage(`ghcr.io/me/web@${digest}`).remove();
  });

  test("of Docker Hub goes by its short name and by its long one", async () => {
    const { Id } = await engine.getImage("redis:7").inspect();
    expect((await engine.getImage("docker.io/library/redis:7").inspect()).Id).toBe(Id);
  });

  test.each([
    ["ghcr.io/me/gone:1", 404, "pull access denied for ghcr.io/me/gone"],
    ["redis:99", 404, "manifest for redis:99 not found: manifest unknown"],
    ["Redis:7", 400, "must be lowercase"],
    ["redis:7 ", 400, "invalid reference format"],
  ])("that cannot be is refused: %s", async (name, status, message) => {
    expect(await refusal(pull(name))).toEqual([status, expect.stringContaining(message)]);
  });

  test("stays while a container was made from it", async () => {
    const { id } = await make();
    expect(await refusal(engine.getImage("redis:7").remove())).toEqual([
      409,
      expect.stringContaining(`container ${id.slice(0, 12)} is using its referenced image`),
    ]);
  });
});

describe("a container", () => {
  test.each<[Docker.ContainerCreateOptions, number, string]>([
    [{ Image: "nope:1" }, 404, "No such image: nope:1"],
    [{ name: "-a" }, 400, "Invalid container name (-a), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"],
    [{ WorkingDir: "here" }, 400, "the working directory 'here' is invalid, it needs to be an absolute path"],
    [{ HostConfig: { Memory: 1000 } }, 400, "Minimum memory limit allowed is 6MB"],
    [
      { HostConfig: { NanoCpus: 9e9 } },
      400,
      "range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available",
    ],
    [
      { HostConfig: { AutoRemove: true, RestartPolicy: { Name: "always" } } },
      400,
      "can't create 'AutoRemove' container with restart policy",
    ],
    [{ HostConfig: { CapAdd: ["FLY"] } }, 400, 'invalid CapAdd: unknown capability: "CAP_FLY"'],
    [{ HostConfig: { Binds: ["aa:/x", "bb:/x"] } }, 400, "Duplicate mount point: /x"],
    [
      { HostConfig: { LogConfig: { Type: "local", Config: { colour: "red" } } } },
      400,
      "unknown log opt 'colour' for log driver local",
    ],
    [
      { HostConfig: { Memory: "1g" as unknown as number } },
      400,
      "json: cannot unmarshal string into Go struct field HostConfig.Memory of type int64",
    ],
  ])("that cannot be is refused: %j", async (options, status, message) => {
    expect(await refusal(make(options))).toEqual([status, message]);
    expect(await engine.listContainers({ all: true })).toEqual([]);
  });

  test("has its name for itself", async () => {
    const { id } = await make({ name: "web" });
    const message = `Conflict. The container name "/web" is already in use by container "${id}".`;
    expect(await refusal(make({ name: "web" }))).toEqual([409, expect.stringContaining(message)]);
  });

  test("does not start on a port that another has, nor with a GPU that is not there", async () => {
    const HostConfig = { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } };
    await (await make({ HostConfig })).start();
    const other = await make({ name: "other", HostConfig });
    expect(await refusal(other.start())).toEqual([
      500,
      expect.stringMatching(
        /endpoint other \(\w+\): Bind for 0.0.0.0:8080 failed: port is already allocated$/,
      ),
    ]);
    expect((await other.inspect()).State).toMatchObject({ Status: "created", ExitCode: 128 });
    const DeviceRequests = [{ Driver: "nvidia", Count: -1, Capabilities: [["gpu"]] }];
    const seeing = await make({ HostConfig: { DeviceRequests } });
    expect(await refusal(seeing.start())).toEqual([
      500,
      'could not select device driver "nvidia" with capabilities: [[gpu]]',
    ]);
  });

  test("becomes healthy after a moment, and ends when it is told to", async () => {
    const web = await make({ Healthcheck: { Test: ["CMD", "ok"], Interval: 3e8 } });
    await web.start();
    expect((await web.inspect()).State.Health?.Status).toBe("starting");
    await expect.poll(async () => (await web.inspect()).State.Health?.Status).toBe("healthy");
    await web.stop();
    expect((await web.inspect()).State).toMatchObject({ Status: "exited", ExitCode: 0 });
    await web.start();
    await web.kill({ signal: "SIGTERM" });
    expect((await web.inspect()).State).toMatchObject({ Status: "exited", ExitCode: 143 });
  });

  test("that is a tool does its work and ends, as often as its policy says", async () => {
    const job = await make({ Entrypoint: ["sh", "-c", "sleep 0.1; exit 3"] });
    const waiting = job.wait({ condition: "next-exit" });
    await job.start();
    expect(await waiting).toEqual({ StatusCode: 3 });

    const HostConfig = { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 1 } };
    const stubborn = await make({ Cmd: ["false"], HostConfig });
    await stubborn.start();
    await expect.poll(async () => (await stubborn.inspect()).State.Status).toBe("exited");
    expect((await stubborn.inspect()).RestartCount).toBe(1);
  });

  test("gives back what was copied into it, and takes nothing where it is read-only", async () => {
    const folder = mkdtempSync(join(tmpdir(), "files-"));
    const run = promisify(execFile);
    const name = `${"long/".repeat(30)}web.yaml`;
    await run("mkdir", ["-p", join(folder, "long/".repeat(30))]);
    writeFileSync(join(folder, name), "port: 8080", { mode: 0o640 });
    await run("tar", ["-cf", join(folder, "in.tar"), "-C", folder, name]);
    const web = await make();
    await web.putArchive(join(folder, "in.tar"), { path: "/etc" });
    const stream = await web.getArchive({ path: `/etc/${name}` });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    writeFileSync(join(folder, "out.tar"), Buffer.concat(chunks));
    const { stdout } = await run("tar", ["-tvf", join(folder, "out.tar")]);
    expect(stdout).toMatch(/^-rw-r----- \S+\s+10 .* web\.yaml$/m);
    await run("tar", ["-xf", join(folder, "out.tar"), "-C", folder]);
    expect(readFileSync(join(folder, "web.yaml"), "utf8")).toBe("port: 8080");

    const sealed = await make({ HostConfig: { ReadonlyRootfs: true } });
    expect(await refusal(sealed.putArchive(join(folder, "in.tar"), { path: "/" }))).toEqual([
      403,
      "container rootfs is marked read-only",
    ]);
    rmSync(folder, { recursive: true });
  });

  test("runs on when the Engine is restarted, with its address and its files", async () => {
    const web = await make({ name: "web", HostConfig: { Binds: ["data:/data"] } });
    await web.start();
    const before = await web.inspect();
    await host.restart();
    expect(await web.inspect()).toEqual(before);
  });
});

describe("a network", () => {
  test("lends addresses, and stays while somebody has one", async () => {
    const IPAM = { Config: [{ Subnet: "10.9.0.0/29", Gateway: "10.9.0.6" }] };
    const network = await engine.createNetwork({ Name: "lab", IPAM });
    const web = await make({ name: "web", HostConfig: { NetworkMode: "lab" } });
    await web.start();
    const { Networks } = (await web.inspect()).NetworkSettings;
    expect(Networks.lab).toMatchObject({ IPAddress: "10.9.0.1", IPPrefixLen: 29, Gateway: "10.9.0.6" });
    expect((await network.inspect()).Containers?.[web.id]).toMatchObject({ IPv4Address: "10.9.0.1/29" });
    expect(await refusal(network.remove())).toEqual([
      403,
      expect.stringContaining('network lab has active endpoints (name:"web" id:"'),
    ]);
    await network.disconnect({ Container: "web" });
    await network.remove();
  });

  test.each([
    [{ Name: "lab", IPAM: { Config: [{ Subnet: "172.17.5.0/24" }] } }, 403, "Pool overlaps with other one"],
    [
      { Name: "lab", IPAM: { Config: [{ Subnet: "10.9.0.5/24" }] } },
      400,
      "invalid subnet 10.9.0.5/24: it should be 10.9.0.0/24",
    ],
    [{ Name: "bridge" }, 403, "operation is not permitted on predefined bridge network"],
    [{ Name: "lab", Driver: "foo" }, 404, 'plugin "foo" not found'],
  ])("that cannot be is refused: %j", async (options, status, message) => {
    expect(await refusal(engine.createNetwork(options))).toEqual([status, expect.stringContaining(message)]);
  });

  test("has the only one of its name", async () => {
    await engine.createNetwork({ Name: "lab" });
    expect(await refusal(engine.createNetwork({ Name: "lab" }))).toEqual([
      409,
      "network with name lab already exists",
    ]);
  });
});

test("a volume stays while a container was made with it, and goes unnamed with its container", async () => {
  await engine.createVolume({ Name: "kept", Labels: { a: "b" } });
  const web = await make({ Volumes: { "/cache": {} }, HostConfig: { Binds: ["kept:/data"] } });
  expect(await refusal(engine.getVolume("kept").remove())).toEqual([
    409,
    `remove kept: volume is in use - [${web.id}]`,
  ]);
  const names = async () => (await engine.listVolumes()).Volumes.map(({ Name }) => Name);
  const unnamed = (await web.inspect()).Mounts.find(({ Destination }) => Destination === "/cache")?.Name;
  expect(await names()).toContain(unnamed);
  await web.remove({ v: true });
  expect(await names()).not.toContain(unnamed);
  await engine.getVolume("kept").remove();
});

test("an API that is too new is refused, and so is a path that nobody knows", async () => {
  const ask = async (path: string) => {
    const response = await fetch(`${host.url}${path}`);
    expect(response.headers.get("content-type")).toBe("application/json");
    return ((await response.json()) as { message: string }).message;
  };
  expect(await ask("/v1.99/info")).toMatch(/too new. Maximum supported API version is 1\.\d+/);
  expect(await ask("/v1.44/nowhere")).toBe("page not found");
});

/** Where the client is not installed, dockerode alone has to do. */
const hasClient = await promisify(execFile)("docker", ["--version"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasClient)(
  `Docker's own command line${hasClient ? "" : " (skipped: it is not installed)"}`,
  () => {
    async function cli(...args: string[]): Promise<{ code: number; output: string }> {
      const env = { ...process.env, DOCKER_HOST: host.url.replace("http", "tcp") };
      const result = await promisify(execFile)("docker", args, { env, timeout: 10_000 }).catch(
        (error) => error,
      );
      return { code: result.code ?? 0, output: `${result.stdout}${result.stderr}`.trim() };
    }

    test("runs, lists, looks, waits and cleans up", async () => {
      expect((await cli("network", "create", "lab")).code).toBe(0);
      expect((await cli("volume", "create", "data")).output).toBe("data");
      const run = [
        "run",
        "-d",
        "--name",
        "web",
        "--network",
        "lab",
        "-v",
        "data:/data",
        "-p",
        "8080:80",
        "redis:7",
      ];
      expect((await cli(...run)).output).toMatch(/^[0-9a-f]{64}$/);
      expect((await cli("ps", "--format", "{{.Names}} {{.Ports}} {{.State}}")).output).toBe(
        "web 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp running",
      );
      expect(
        (await cli("inspect", "-f", "{{.HostConfig.NetworkMode}} {{.State.Status}}", "web")).output,
      ).toBe("lab running");
      expect((await cli("exec", "web", "sh", "-c", "exit 4")).code).toBe(4);
      expect((await cli("rm", "web")).output).toContain(
        "container is running: stop the container before removing",
      );
      expect((await cli("rm", "-f", "web")).code).toBe(0);
      expect((await cli("volume", "rm", "data")).code).toBe(0);
      expect((await cli("network", "rm", "lab")).code).toBe(0);
    });

    test("stays beside what it runs until that ends, and tells how", async () => {
      expect((await cli("run", "--rm", "redis:7", "sh", "-c", "sleep 0.2; exit 3")).code).toBe(3);
      expect((await cli("ps", "-aq")).output).toBe("");
    });

    test("hears at once of what cannot start, though it is already attached", async () => {
      const { code, output } = await cli("run", "--rm", "--gpus", "all", "redis:7");
      expect(output).toContain('could not select device driver "" with capabilities: [[gpu]]');
      expect(code).toBe(125);
    });
  },
);
