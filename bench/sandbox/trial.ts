import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { environment } from "../../scripts/setup/index.mjs";
import { checkout } from "../../scripts/setup/paths.mjs";
import { seconds } from "../measure.ts";

const settings =
  "name: bench\nruntime:\n  name: nodejs\n  options: { typescript: false, nodeargs: --import tsx }\nmain: index.ts\n";

/** A program with a state of its own, applied and taken away again as often as the bench likes. */
export class Trial {
  readonly #folder = mkdtempSync(join(tmpdir(), "bench-sandbox-"));
  readonly #env: NodeJS.ProcessEnv;

  private constructor(plugins: string, env: Record<string, string>) {
    this.#env = {
      ...process.env,
      ...environment(),
      ...env,
      PATH: [plugins, environment().PATH].join(delimiter),
      PULUMI_BACKEND_URL: `file://${join(this.#folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
    };
  }

  static async open(program: string, plugins: string, env: Record<string, string> = {}): Promise<Trial> {
    const trial = new Trial(plugins, env);
    mkdirSync(join(trial.#folder, "state"));
    symlinkSync(join(checkout, "node_modules"), join(trial.#folder, "node_modules"));
    writeFileSync(join(trial.#folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(trial.#folder, "Pulumi.yaml"), settings);
    writeFileSync(join(trial.#folder, "index.ts"), program);
    await trial.pulumi("stack", "init");
    return trial;
  }

  pulumi(...args: string[]): Promise<number> {
    return seconds("pulumi", [...args, "--non-interactive", "-s", "bench"], {
      cwd: this.#folder,
      env: this.#env,
    });
  }

  up(): Promise<number> {
    return this.pulumi("up", "--yes", "--skip-preview", "--suppress-progress");
  }

  preview(): Promise<number> {
    return this.pulumi("preview", "--suppress-progress");
  }

  destroy(): Promise<number> {
    return this.pulumi("destroy", "--yes", "--skip-preview", "--suppress-progress");
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
