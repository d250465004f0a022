import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Docker from "dockerode";

/** Why no Docker Engine can be started here, or undefined where one can. */
export function whyNoDockerd(): string | undefined {
  if (process.platform !== "linux") return "a Docker Engine runs on Linux";
  if (process.getuid?.() !== 0) return "a Docker Engine of one's own needs root";
  try {
    execFileSync("dockerd", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "dockerd is not installed (Debian has it in docker.io)";
  }
}

/** A real Docker Engine with a socket and a data folder of its own, in which one image is: Node.js and its libraries. */
export class Dockerd {
  readonly #folder = mkdtempSync(join(tmpdir(), "dockerd-"));
  readonly socket = join(this.#folder, "docker.sock");
  readonly client = new Docker({ socketPath: this.socket });
  #process: ChildProcess | undefined;

  static async start(): Promise<Dockerd> {
    const dockerd = new Dockerd();
    const { socket } = dockerd;
    const options = {
      "data-root": join(dockerd.#folder, "data"),
      "exec-root": join(dockerd.#folder, "exec"),
      pidfile: join(dockerd.#folder, "pid"),
      host: `unix://${socket}`,
      bridge: "none",
      // The machine's own network stays as it is.
      iptables: "false",
      ip6tables: "false",
      "ip-forward": "false",
      "ip-masq": "false",
      "userland-proxy": "false",
    };
    const args = Object.entries(options).map(([key, value]) => `--${key}=${value}`);
    dockerd.#process = spawn("dockerd", args, { stdio: "ignore" });
    await dockerd.#answers();
    await dockerd.makeImage("probe", { "/bin/node": process.execPath });
    return dockerd;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    // Containers in the machine's own network have made it, and nobody takes it away.
    spawnSync("umount", [join(this.#folder, "exec/netns/default")], { stdio: "ignore" });
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Holds it, so that it hangs; or lets it go on. */
  hang(hangs: boolean): void {
    this.#process?.kill(hangs ? "SIGSTOP" : "SIGCONT");
  }

  async #answers(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const up = await this.client.ping().then(
        () => true,
        () => false,
      );
      if (up) return;
      await sleep(200);
    }
    throw new Error("dockerd does not answer");
  }

  /** Makes an image of programs of this machine, each with its libraries, by the path that it has in there. */
  async makeImage(repo: string, programs: Record<string, string>): Promise<void> {
    const root = join(this.#folder, "image");
    for (const [path, program] of Object.entries(programs)) {
      const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
      copy(program, join(root, path));
      for (const library of libraries) copy(library, join(root, library));
    }
    const tar = spawn("tar", ["-C", root, "-c", "."], { stdio: ["ignore", "pipe", "inherit"] });
    const progress = await this.client.importImage(tar.stdout, { repo, tag: "1" });
    progress.resume();
    await once(progress, "end");
    rmSync(root, { recursive: true });
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(realpathSync(from), to);
}
