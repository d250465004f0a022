import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { checkout } from "../setup/paths.mjs";

export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Run {
  child: ChildProcess;
  /** Everything said so far beside the result. */
  err: () => string;
  ended: Promise<Ended>;
}

/** A lab in a folder of its own, where the `lab` command is called as a person or a script does. */
export class LabFolder {
  readonly root = mkdtempSync(join(tmpdir(), "trial-lab-"));

  constructor() {
    this.#borrowPackages();
  }

  /** Takes a part of this checkout over, as it is now. */
  protected copy(...names: string[]): void {
    for (const name of names) cpSync(join(checkout, name), join(this.root, name), { recursive: true });
  }

  start(args: string[], environment: NodeJS.ProcessEnv = {}): Run {
    const child = spawn(process.execPath, [join(this.root, "scripts/lab.mjs"), ...args], {
      cwd: this.root,
      env: { ...plainEnvironment(this.root), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    const ended = new Promise<Ended>((resolve) =>
      child.once("close", (code) => resolve({ code: code ?? -1, out, err })),
    );
    return { child, err: () => err, ended };
  }

  lab(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /**
   * A folder of links, never one link: `npm ci` empties what a linked node_modules leads to, and that is everybody's.
   * The record and the lockfile are copies of one moment, so that setup finds them equal whatever is installed since.
   */
  #borrowPackages(): void {
    const [shared, own] = [join(checkout, "node_modules"), join(this.root, "node_modules")];
    mkdirSync(own);
    for (const name of readdirSync(shared)) {
      if (name !== ".package-lock.json") symlinkSync(join(shared, name), join(own, name));
    }
    cpSync(join(shared, ".package-lock.json"), join(own, ".package-lock.json"));
    cpSync(join(own, ".package-lock.json"), join(this.root, "package-lock.json"));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What the machine of the moment may have set must not decide a test. */
function plainEnvironment(root: string): NodeJS.ProcessEnv {
  const { PATH = "", HOME, LAB_CACHE, XDG_CACHE_HOME, GOPROXY } = process.env;
  const given = { HOME, LAB_CACHE, XDG_CACHE_HOME, GOPROXY };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    PATH: [join(root, "bin"), PATH].join(delimiter),
    CI: "true",
  };
}
