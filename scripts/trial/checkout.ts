import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { readNotes } from "../setup/environment.mjs";
import { checkout } from "../setup/paths.mjs";

const program = dirname(readNotes().engine?.path ?? "");

/** The engine that the real setup found: a trial never builds one. */
export const realEngine = join(program, "pulumi");

/** A checkout of its own on a machine of its own, as far as setup can tell: another home, cache and PATH, no network. */
export class TrialCheckout {
  readonly folder = mkdtempSync(join(tmpdir(), "trial-"));
  readonly checkout = join(this.folder, "checkout");
  readonly cache = join(this.folder, "cache");
  readonly bin = join(this.folder, "bin");
  environment: NodeJS.ProcessEnv;

  constructor() {
    cpSync(join(checkout, "scripts"), join(this.checkout, "scripts"), {
      recursive: true,
      filter: (path) => !/\.test\.ts$|\/cli$/.test(path),
    });
    for (const file of ["package.json", "package-lock.json", "Pulumi.yaml"]) {
      cpSync(join(checkout, file), join(this.checkout, file));
    }
    this.stackFile("homelab", "config:\n  homelab:deploy:\n    - production\n");
    symlinkSync(join(checkout, "node_modules"), join(this.checkout, "node_modules"));
    mkdirSync(this.bin);
    const kept = Object.entries(process.env).filter(([name]) => !/^(PULUMI|LAB)_/.test(name));
    this.environment = {
      ...Object.fromEntries(kept),
      HOME: this.folder,
      LAB_CACHE: this.cache,
      PATH: [this.bin, dirname(process.execPath), "/usr/bin", "/bin"].join(":"),
      NODE_OPTIONS: `--import ${new URL("closed-network.mjs", import.meta.url).href}`,
      CI: "1",
    };
  }

  stackFile(stack: string, content: string): void {
    writeFileSync(join(this.checkout, `Pulumi.${stack}.yaml`), content);
  }

  read(path: string): string {
    return readFileSync(join(this.checkout, path), "utf8");
  }

  /** A program on this machine's PATH. */
  install(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** A Go that "builds" by copying the real engine, and notes each time; `first` is what it does before that. */
  installGo(first = ""): void {
    this.install(
      "go",
      `case "$1" in
env) echo '{"GOCACHE":"${this.folder}","GOMODCACHE":"${this.folder}"}' ;;
build)
  echo built >> ${this.folder}/builds
  while [ "$1" != -o ]; do shift; done
  ${first}
  cp ${realEngine} "$2" ;;
esac`,
    );
  }

  get builds(): number {
    const log = join(this.folder, "builds");
    return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
  }

  /** What the cache of engines holds, locks and half-made ones included. */
  get engines(): string[] {
    const folder = join(this.cache, "engine");
    return existsSync(folder) ? readdirSync(folder).map((name) => basename(name)) : [];
  }

  /** Runs some lines of JavaScript with the setup library of this checkout. */
  start(code: string) {
    const library = join(this.checkout, "scripts/setup/index.mjs");
    const launcher = join(this.checkout, "scripts/launch.mjs");
    const lines = [`import * as setup from "${library}";`, `import { setUp } from "${launcher}";`, code];
    const child = spawn("node", ["--input-type=module", "-e", lines.join("\n")], {
      cwd: this.checkout,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const outcome = { code: null as number | null, stdout: "", stderr: "" };
    child.stdout.on("data", (data) => {
      outcome.stdout += data;
    });
    child.stderr.on("data", (data) => {
      outcome.stderr += data;
    });
    const ended = new Promise<typeof outcome>((resolve) => {
      child.once("close", (code) => resolve(Object.assign(outcome, { code })));
    });
    return { child, outcome, ended };
  }

  run(code: string) {
    return this.start(code).ended;
  }

  setUp() {
    return this.run("await setUp();");
  }

  /** What some expression of the setup library gives, as data. */
  async evaluate(expression: string) {
    const { stdout, stderr } = await this.run(`console.log(JSON.stringify(await ${expression}));`);
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
