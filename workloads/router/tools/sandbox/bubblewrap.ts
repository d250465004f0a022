import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { below } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { environment } from "./environment.ts";
import { find } from "./find.ts";
import { become, type Identity, identityFor } from "./identity.ts";
import type { Job, Outcome, Sandbox } from "./job.ts";
import { launch } from "./launch.ts";
import { limited } from "./limited.ts";

/** The system that programs need, and nothing of the house: no /home, no /var, no secrets, no other process. */
const SYSTEM = [
  ...["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"],
  ...["/etc/alternatives", "/etc/ld.so.cache", "/etc/ssl/certs", "/etc/localtime"],
];

const NETWORK = ["/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/services"];

/** Programs in namespaces of their own: they see one root, have no network and no rights, and end together. */
export class Bubblewrap implements Sandbox {
  readonly #limits: Limits;
  readonly #readOnly: string[];

  constructor(limits: Limits, readOnly: string[]) {
    this.#limits = limits;
    this.#readOnly = readOnly;
  }

  place({ name }: { name: string }): string {
    return `/workspace/${name}`;
  }

  find(program: string): Promise<string> {
    return find(program);
  }

  async problem(): Promise<string | undefined> {
    try {
      const command = [...become(await identityFor("/")), "bwrap"];
      const args = [...this.#isolation(false), "--remount-ro", "/", "--", "/usr/bin/prlimit", "--version"];
      const { code, output } = await launch(started([...command, ...args], []), {
        limits: this.#limits,
        input: "",
        signal: AbortSignal.timeout(10_000),
      });
      if (code === 0) return undefined;
      return `bubblewrap does not work on the router's machine (${output.trim().split("\n")[0]}): user namespaces have to be allowed, or choose another \`sandbox\``;
    } catch {
      return "bubblewrap is not installed on the router's machine: install Debian's package `bubblewrap`, or choose another `sandbox`";
    }
  }

  async run(job: Job): Promise<Outcome> {
    // Mounted by descriptor: a path could be changed between our look and bubblewrap's.
    return job.root.inFolder([], async (top) => {
      const shields = await openEach(top, job.shielded);
      try {
        const place = this.place(job.root);
        const args = [
          ...this.#isolation(job.network),
          ...(job.network ? readable(NETWORK) : []),
          ...[...this.#readOnly, ...job.alsoReads].flatMap((path) => ["--ro-bind", path, path]),
          ...[job.writable ? "--bind-fd" : "--ro-bind-fd", "3", place],
          ...shields.flatMap(({ name }, index) => ["--ro-bind-fd", String(4 + index), `${place}/${name}`]),
          ...["--remount-ro", "/", "--chdir", [place, ...job.cwd].join("/"), "--clearenv"],
          ...Object.entries(environment(job.env)).flatMap(([name, value]) => ["--setenv", name, value]),
          "--",
          // Inside, where the count of processes is the sandbox's own.
          ...limited(this.#limits, { counted: true }),
          job.program,
          ...job.args,
        ];
        const identity: Identity | undefined = await identityFor(job.root.folder);
        const descriptors = [top.fd, ...shields.map(({ handle }) => handle.fd)];
        return await launch(started([...become(identity), "bwrap", ...args], descriptors), {
          limits: this.#limits,
          input: job.input,
          signal: job.signal,
        });
      } finally {
        await Promise.all(shields.map(({ handle }) => handle.close()));
      }
    });
  }

  #isolation(network: boolean): string[] {
    const { memory } = this.#limits;
    const scratch = (path: string) => ["--size", String(memory), "--tmpfs", path];
    return [
      ...["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"],
      ...["--cap-drop", "ALL", ...(network ? ["--share-net"] : []), ...readable(SYSTEM)],
      ...[
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        ...scratch("/dev/shm"),
        "--remount-ro",
        "/dev",
        ...scratch("/tmp"),
      ],
    ];
  }
}

function readable(paths: string[]): string[] {
  return paths.flatMap((path) => ["--ro-bind-try", path, path]);
}

function started([command = "", ...args]: string[], descriptors: number[]) {
  // The names that the sandbox's own tools need; what runs inside gets its own.
  return { command, args, env: environment({}), descriptors };
}

/** Those that are there and are no links. */
async function openEach(
  folder: FileHandle,
  names: string[],
): Promise<{ name: string; handle: FileHandle }[]> {
  const found: { name: string; handle: FileHandle }[] = [];
  for (const name of names) {
    const handle = await open(
      below(folder, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    ).catch(() => undefined);
    if (handle) found.push({ name, handle });
  }
  return found;
}
