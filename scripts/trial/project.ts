import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { environment } from "../setup/index.mjs";
import { checkout } from "../setup/paths.mjs";

export interface Outcome {
  code: number | null;
  /** Both streams, as a person sees them. */
  output: string;
}

/** A Pulumi project of its own in a temporary folder, run by the real engine through our language host. */
export class TrialProject {
  readonly folder = mkdtempSync(join(tmpdir(), "trial-"));
  readonly environment: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();

  constructor(files: Record<string, string>) {
    symlinkSync(join(checkout, "node_modules"), join(this.folder, "node_modules"));
    this.write({ "Pulumi.yaml": projectFile, "package.json": '{ "type": "module" }', ...files });
    this.environment = {
      ...process.env,
      ...environment(),
      PULUMI_BACKEND_URL: `file://${this.folder}`,
      PULUMI_CONFIG_PASSPHRASE: "trial",
      NO_COLOR: "1",
    };
  }

  write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), content);
    }
  }

  start(...args: string[]) {
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    const outcome: Outcome = { code: null, output: "" };
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        outcome.output += data;
      });
    }
    const ended = new Promise<Outcome>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(Object.assign(outcome, { code })));
    });
    return { child, outcome, ended };
  }

  pulumi(...args: string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  remove(): void {
    // Only a test that ran out of time has left any: ended here, it cannot slow down the tests after it.
    for (const child of this.#running) if (child.exitCode === null) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const projectFile = `name: trial
runtime:
  name: nodejs
  options:
    typescript: false
    nodeargs: --import tsx
main: program/index.ts
`;
