import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Root } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { environment } from "./environment.ts";
import { identityFor } from "./identity.ts";
import type { Job, Outcome, Sandbox } from "./job.ts";
import { launch } from "./launch.ts";

const run = promisify(execFile);

/** Programs in a container of Docker or Podman, with the programs of its image. */
export class Container implements Sandbox {
  readonly #limits: Limits;
  readonly #engine: string;
  readonly #image: string;

  constructor(limits: Limits, { engine, image }: { engine: string; image: string }) {
    this.#limits = limits;
    this.#engine = engine;
    this.#image = image;
  }

  place({ name }: Root): string {
    return `/workspace/${name}`;
  }

  /** Left to the image. */
  async find(program: string): Promise<string> {
    return program;
  }

  async problem(): Promise<string | undefined> {
    try {
      await run(this.#engine, ["image", "inspect", this.#image], { env: this.#env(), timeout: 10_000 });
      return undefined;
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      return missing
        ? `${this.#engine} is not installed on the router's machine: install it, or choose another \`sandbox\``
        : `${this.#engine} does not answer or has no image ${this.#image}: pull it on the router's machine, or choose another \`sandbox\``;
    }
  }

  async run(job: Job): Promise<Outcome> {
    const { memory, processes } = this.#limits;
    const name = `router-tool-${randomUUID()}`;
    const place = this.place(job.root);
    const shields = await this.#there(job);
    const owner = (await identityFor(job.root.folder)) ?? {
      uid: process.getuid?.(),
      gid: process.getgid?.(),
    };
    const args = [
      ...["run", "--rm", "--interactive", "--init", "--pull", "never", "--name", name],
      ...["--network", job.network ? "bridge" : "none", "--read-only", "--tmpfs", `/tmp:rw,size=${memory}`],
      // As much swap as memory, which means none.
      ...["--memory", String(memory), "--memory-swap", String(memory), "--pids-limit", String(processes)],
      ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", `${owner.uid}:${owner.gid}`],
      ...mount(job.root.folder, place, job.writable),
      // Hidden rather than mounted read-only: an engine follows a link that is put there meanwhile, out of the root.
      ...shields.flatMap((shield) => ["--tmpfs", `${place}/${shield}:ro`]),
      ...job.alsoReads.flatMap((path) => mount(path, path, false)),
      ...["--workdir", [place, ...job.cwd].join("/")],
      ...Object.entries(environment(job.env)).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
      ...["--entrypoint", job.program, this.#image, ...job.args],
    ];
    return launch(
      {
        command: this.#engine,
        args,
        env: this.#env(),
        descriptors: [],
        // The engine's client dies by our signal; the container does not.
        end: () => {
          run(this.#engine, ["rm", "--force", name], { env: this.#env() }).catch(() => undefined);
        },
      },
      { limits: this.#limits, input: job.input, signal: job.signal },
    );
  }

  async #there({ root, shielded }: Job): Promise<string[]> {
    const found: string[] = [];
    for (const name of shielded) {
      await root.inFolder([name], async () => found.push(name)).catch(() => undefined);
    }
    return found;
  }

  /** What the engine's client needs to find its engine. */
  #env(): Record<string, string> {
    const names = ["PATH", "HOME", "XDG_RUNTIME_DIR", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CERT_PATH"];
    return Object.fromEntries(
      names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    );
  }
}

/** A row of CSV, because that is how the engines read it: a comma in a path must not begin another option. */
function mount(from: string, to: string, writable: boolean): string[] {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const fields = ["type=bind", `source=${from}`, `target=${to}`, ...(writable ? [] : ["readonly"])];
  return ["--mount", fields.map(quoted).join(",")];
}
