import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { ensureSetup, environment } from "../../../scripts/setup/index.mjs";

const checkout = resolve(import.meta.dirname, "../../..");

const settings = `name: test
main: index.mjs
runtime:
  name: nodejs
  options:
    typescript: false
`;

/** A program of a few lines with a stack of its own, run by the real engine with the stand-in providers. */
export class Stack {
  readonly #folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
  readonly #env: NodeJS.ProcessEnv;

  private constructor() {
    const lab = environment();
    mkdirSync(join(this.#folder, "state"));
    symlinkSync(join(checkout, "node_modules"), join(this.#folder, "node_modules"));
    this.#env = {
      ...process.env,
      ...lab,
      PULUMI_BACKEND_URL: `file://${this.#folder}/state`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      // The stand-ins even where the official plugins are at hand: it is they who are tested.
      PATH: [join(checkout, "sandbox/providers/bin"), lab.PATH].join(delimiter),
    };
  }

  static async open(): Promise<Stack> {
    await ensureSetup();
    const stack = new Stack();
    stack.program("");
    await stack.pulumi("stack", "init", "test");
    return stack;
  }

  /** Replaces the program. */
  program(body: string): void {
    const imports = ["kubernetes", "docker", "pulumi"].map(
      (name) => `import * as ${name} from "@pulumi/${name}";`,
    );
    writeFileSync(join(this.#folder, "Pulumi.yaml"), settings);
    writeFileSync(join(this.#folder, "package.json"), '{ "type": "module" }\n');
    writeFileSync(join(this.#folder, "index.mjs"), `${imports.join("\n")}\n${body}\n`);
  }

  /** Replaces the state. */
  async importState(resources: object[]): Promise<void> {
    const file = join(this.#folder, "state.json");
    const deployment = { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources };
    writeFileSync(file, JSON.stringify({ version: 3, deployment }));
    await this.pulumi("stack", "import", "--file", file);
  }

  /** All that pulumi says, and whether it was content. */
  pulumi(...args: string[]): Promise<{ ok: boolean; output: string }> {
    return new Promise((done) => {
      const options = { cwd: this.#folder, env: this.#env };
      execFile(
        "pulumi",
        [...args, "--non-interactive", "--color", "never"],
        options,
        (error, stdout, stderr) => done({ ok: error === null, output: stdout + stderr }),
      );
    });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
