import { execFileSync } from "node:child_process";
import { chown, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dockerd, whyNoDockerd } from "../../../../sandbox/providers/docker/testing/dockerd.ts";
import { whyNoBubblewrap } from "../testing/bubblewrap.ts";
import { bench, freshFolder } from "../testing/tools.ts";

const NOBODY = 65_534;
// Of this run alone: another may go on beside it.
const LONG = `87.${process.pid}`;
const BOMB = `BOMB${process.pid}`;
const bash = { bash: ["-c *"], ls: ["*"], echo: ["*"], cat: [""] };

/** A root that whoever runs programs may write. */
async function project(): Promise<string> {
  const folder = join(await freshFolder(), "project");
  await mkdir(join(folder, "src"), { recursive: true });
  if (process.getuid?.() === 0)
    for (const path of [folder, join(folder, "src")]) await chown(path, NOBODY, NOBODY);
  execFileSync("chmod", ["755", join(folder, "..")]);
  return folder;
}

function alive(marker: string): boolean {
  return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).includes(marker);
}

describe.skipIf(whyNoBubblewrap())("bubblewrap", () => {
  const make = async (more: object = {}, limits: object = {}) => {
    const folder = await project();
    const box = bench({
      roots: { project: { folder, writable: true }, notes: folder },
      shell: { programs: bash, ...more },
      limits: { time: "5s", ...limits },
    });
    const script = (text: string, cwd = "project/src") =>
      box.call("shell_run", { program: "bash", args: ["-c", text], cwd });
    return { folder, box, script };
  };

  test("a program sees its root, and of the machine only what programs need", async () => {
    const { folder, script } = await make();
    process.env.ROUTER_TEST_SECRET = "the secret";
    await writeFile(join(folder, "..", "secret.txt"), "the secret");
    const seen = await script(
      "pwd; ls -d /*; ls /home /root /var ../..; env; cat /proc/1/environ; ls /proc | grep -c '^[0-9]'; id",
    );
    delete process.env.ROUTER_TEST_SECRET;
    expect(seen).toContain("/workspace/project/src\n");
    expect(seen).not.toContain("the secret");
    expect(seen).not.toMatch(/^\/(home|root|var|work|srv|opt)$/m);
    expect(seen).not.toContain("secret.txt");
    expect(seen).not.toContain("uid=0");
    expect(await script(`cat ${join(folder, "..", "secret.txt")}`)).toMatch(/No such file/);
  });

  test("it writes its root, unless that is read-only, and never `.git` nor the system", async () => {
    const { folder, script } = await make();
    execFileSync("git", ["init", "--quiet", folder]);
    if (process.getuid?.() === 0) execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, folder]);
    expect(await script("echo hi > a.txt && cat a.txt")).toBe("hi");
    expect(await readFile(join(folder, "src/a.txt"), "utf8")).toBe("hi\n");
    expect(await script("touch ../.git/hooks/pre-commit; mv ../.git ../git; touch /usr/x /x")).toMatch(
      /pre-commit.*Read-only.*mv: .*busy.*\/usr\/x.*Read-only.*'\/x'.*Read-only/s,
    );
    expect(await script("touch b", "notes/src")).toMatch(/Read-only file system/);
  });

  test("a link that leads out leads nowhere, also as the place of `.git` or the folder to run in", async () => {
    const { folder, script } = await make();
    await writeFile(join(folder, "..", "secret.txt"), "the secret");
    await symlink(join(folder, ".."), join(folder, ".git"));
    await symlink("/etc", join(folder, "etc"));
    expect(
      await script("cat ../.git/secret.txt ../etc/shadow ../etc/hostname; ls -la /proc/self/fd"),
    ).not.toMatch(/the secret|root:/);
    expect(await script("pwd", "project/etc")).toMatch(/symbolic links are not followed/);
  });

  test("there is no network, unless it is allowed", async () => {
    const server = createServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
    const { port } = await new Promise<AddressInfo>((resolve) =>
      server.once("listening", () => resolve(server.address() as AddressInfo)),
    );
    const ask = `exec 3<>/dev/tcp/127.0.0.1/${port} && echo reached`;
    try {
      expect(await (await make()).script(ask)).toMatch(/refused|unreachable/i);
      expect(await (await make({ network: true })).script(ask)).toBe("reached");
    } finally {
      server.close();
    }
  });

  test("a sleeper is ended at the limit, with all that it has started", async () => {
    const { script, box } = await make({}, { time: "500ms" });
    const began = Date.now();
    const said = await script(`echo begun; (setsid sleep ${LONG} &) ; setsid sleep ${LONG} & sleep ${LONG}`);
    expect(said).toMatch(/stopped after 0.5 s. Until then it printed:\nbegun/);
    expect(Date.now() - began).toBeLessThan(3000);
    await sleep(100);
    expect(alive(`sleep ${LONG}`)).toBe(false);
    expect(box.audits.at(-1)?.outcome).toBe("timeout");
  });

  test("what runs on in the background ends with the call", async () => {
    const { script } = await make();
    expect(await script(`setsid sleep ${LONG} & echo done`)).toBe("done");
    await sleep(100);
    expect(alive(`sleep ${LONG}`)).toBe(false);
  });

  test("a client that goes away ends the program", async () => {
    const { box } = await make();
    const gone = new AbortController();
    const args = { program: "bash", args: ["-c", `sleep ${LONG}`], cwd: "project" };
    const called = box.call("shell_run", args, { signal: gone.signal });
    await sleep(300);
    expect(alive(`sleep ${LONG}`)).toBe(true);
    gone.abort();
    await expect(called).rejects.toThrow(/abort/);
    await sleep(100);
    expect(alive(`sleep ${LONG}`)).toBe(false);
    expect(box.audits.at(-1)?.outcome).toBe("aborted");
  });

  test("a fork bomb is bounded, and over when the time is", async () => {
    const { script } = await make({}, { processes: 32, time: "2s" });
    const most = { seen: 0 };
    const watching = setInterval(() => {
      const count = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split(BOMB).length - 1;
      most.seen = Math.max(most.seen, count);
    }, 200);
    const said = await script(`bomb() { bomb | bomb & }; : ${BOMB}; bomb 2>/dev/null; sleep 10`);
    clearInterval(watching);
    expect(said).toMatch(/stopped after 2 s|Resource temporarily unavailable/);
    // bubblewrap, setpriv and prlimit carry the word too.
    expect(most.seen).toBeLessThan(45);
    await sleep(200);
    expect(alive(BOMB)).toBe(false);
  });

  test("memory is limited, on the heap and in scratch files", async () => {
    const { script } = await make({}, { memory: "100MB" });
    expect(await script("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo $x | wc -c")).not.toContain(
      "300000000",
    );
    expect(await script("head -c 300000000 /dev/zero > /tmp/x || stat -c %s /tmp/x")).toMatch(
      /No space|File size|Error/,
    );
    expect(await script("head -c 300000000 /dev/zero > big")).toMatch(/File size limit|Error/);
  });

  test("a long output keeps its beginning and end; one without end is stopped", async () => {
    const { script } = await make({}, { output: "10kB" });
    const long = await script("seq 100000");
    expect(long).toMatch(/^1\n2\n[\s\S]*bytes left out[\s\S]*\n99999\n100000$/);
    expect(long.length).toBeLessThan(11_000);
    expect(await script("yes")).toMatch(/because it printed without end/);
  });

  test("Node.js runs in it, although it reserves far more memory than it may fill", async () => {
    const folder = await project();
    const box = bench({
      roots: { project: folder },
      shell: { programs: { [process.execPath]: ["-e *"] } },
      sandbox: { kind: "bubblewrap", readOnly: [join(process.execPath, "..")] },
    });
    const args = ["-e", "console.log(6 * 7)"];
    expect(await box.call("shell_run", { program: process.execPath, args, cwd: "project" })).toBe("42");
  });
});

test("where the sandbox that was asked for is missing, nothing runs, and it is said why", async () => {
  const folder = await project();
  const path = process.env.PATH;
  const box = bench({
    roots: { project: folder },
    shell: { programs: bash },
    sandbox: { kind: "container", image: "tools:1", engine: "podman" },
  });
  process.env.PATH = "/nowhere";
  try {
    expect(await box.call("shell_run", { program: "echo", args: ["hi"], cwd: "project" })).toMatch(
      /^Error: The program was not run: podman is not installed/,
    );
    expect(await box.tools.problems()).toEqual([
      expect.stringMatching(/^tools.sandbox: podman is not installed/),
    ]);
  } finally {
    process.env.PATH = path;
  }
});

test("without a sandbox there are still limits, and a warning", async () => {
  const folder = await project();
  const box = bench({
    roots: { project: folder },
    shell: { programs: bash },
    sandbox: "none",
    limits: { time: "500ms" },
  });
  expect(await box.tools.problems()).toEqual([expect.stringMatching(/tools.sandbox is none/)]);
  const script = (text: string) =>
    box.call("shell_run", { program: "bash", args: ["-c", text], cwd: "project/src" });
  process.env.ROUTER_TEST_SECRET = "the secret";
  expect(await script("pwd; env")).not.toContain("the secret");
  delete process.env.ROUTER_TEST_SECRET;
  expect(await script("pwd -P")).toBe(join(folder, "src"));
  expect(await script(`sleep ${LONG} & sleep ${LONG}`)).toMatch(/stopped after 0.5 s/);
  await sleep(50);
  expect(alive(`sleep ${LONG}`)).toBe(false);
});

describe("what may be run", () => {
  const programs = { npm: ["test", "run build *", "run lint:*"], ls: ["*"], date: [""] };

  test.each([
    ["npm", ["test"], true],
    ["npm", ["test", "--", "-u"], false],
    ["npm", ["run", "build"], true],
    ["npm", ["run", "build", "--watch"], true],
    ["npm", ["run build"], false],
    ["npm", ["run", "lint:fix"], true],
    ["npm", ["run", "evil"], false],
    ["npm", [], false],
    ["ls", [], true],
    ["ls", ["-la", "/"], true],
    ["date", [], true],
    ["date", ["-s", "now"], false],
    ["/bin/ls", [], false],
    ["rm", ["-rf", "."], false],
    ["toString", [], false],
    ["", [], false],
  ])("%s %j: %s", async (program, args, may) => {
    const box = bench({ roots: { project: await project() }, shell: { programs }, sandbox: "none" });
    const said = await box.call("shell_run", { program, args, cwd: "project" });
    const refused = /not among what may be run. Allowed: `npm test`|program: /.test(said);
    expect(refused).toBe(!may);
  });

  test("no argument is read as more than a word", async () => {
    const box = bench({ roots: { project: await project() }, shell: { programs: bash }, sandbox: "none" });
    const args = ["$(id)", "; id", "`id`", "*", "> x", "a\nb"];
    expect(await box.call("shell_run", { program: "echo", args, cwd: "project" })).toBe(args.join(" "));
    expect(await box.call("shell_run", { program: "cat", input: "given", cwd: "project" })).toBe("given");
  });
});

describe.skipIf(whyNoDockerd())("a container", () => {
  let docker: Dockerd;
  beforeAll(async () => {
    docker = await Dockerd.start();
    process.env.DOCKER_HOST = `unix://${docker.socket}`;
  });
  afterAll(async () => {
    delete process.env.DOCKER_HOST;
    await docker.stop();
  });

  test("runs a program of its image with the root alone, and is gone when the time is over", async () => {
    const folder = await project();
    await mkdir(join(folder, ".git"));
    await writeFile(join(folder, ".git/config"), "");
    await writeFile(join(folder, "..", "secret.txt"), "the secret");
    const box = bench({
      roots: { project: { folder, writable: true } },
      shell: { programs: { node: ["-e *"] } },
      sandbox: { kind: "container", image: "probe:1" },
      limits: { time: "4s", memory: "200MB" },
    });
    const node = (text: string) =>
      box.call("shell_run", { program: "node", args: ["-e", text], cwd: "project/src" });
    const look = `fs.writeFileSync("a.txt", "hi"); console.log(process.cwd(), process.getuid(), fs.readdirSync("../.git"),
      fs.existsSync(${JSON.stringify(join(folder, "..", "secret.txt"))}), Object.keys(os.networkInterfaces()))`;
    expect(await node(look)).toBe(
      `/workspace/project/src ${process.getuid?.() === 0 ? NOBODY : process.getuid?.()} [] false [ 'lo' ]`,
    );
    expect(await readFile(join(folder, "src/a.txt"), "utf8")).toBe("hi");
    expect(await node('fs.writeFileSync("../.git/x", "")')).toMatch(/EROFS/);
    expect(await node("setInterval(() => {}, 1000)")).toMatch(/stopped after 4 s/);
    await sleep(1000);
    expect(await docker.client.listContainers({ all: true })).toEqual([]);
    await chown(folder, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  });
});
