import { delimiter, join } from "node:path";
import { ensureSetup } from "../../../scripts/setup/index.mjs";
import { checkout } from "../../../scripts/setup/paths.mjs";
import { TrialProject } from "../../../scripts/trial/project.ts";

const settings = `name: test
main: index.mjs
runtime:
  name: nodejs
  options:
    typescript: false
`;

/** Required and not imported: an import would load every module of a package, and some have a thousand. */
const requiring = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url);`;

/** What a program can name; what it does not name is not loaded. */
const packages: Readonly<Record<string, string>> = {
  pulumi: "@pulumi/pulumi",
  kubernetes: "@pulumi/kubernetes",
  docker: "@pulumi/docker",
  cloudflare: "@pulumi/cloudflare",
  tailscale: "@pulumi/tailscale",
  proxmoxve: "@muhlba91/pulumi-proxmoxve",
};

/** A program of a few lines with a stack of its own, run by the real engine with the stand-in providers. */
export class Stack {
  readonly #project = new TrialProject({ "Pulumi.yaml": settings });

  private constructor() {
    const { environment } = this.#project;
    // The stand-ins even where the official plugins are at hand: it is they who are tested.
    environment.PATH = [join(checkout, "sandbox/providers/bin"), environment.PATH].join(delimiter);
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
    const named = Object.entries(packages).filter(([name]) => new RegExp(`\\b${name}\\.`).test(body));
    const required = named.map(([name, path]) => `const ${name} = require("${path}");`);
    this.#project.write({ "index.mjs": [requiring, ...required, body, ""].join("\n") });
  }

  /** Replaces the state. */
  async importState(resources: object[]): Promise<void> {
    const deployment = { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources };
    this.#project.write({ "state.json": JSON.stringify({ version: 3, deployment }) });
    await this.pulumi("stack", "import", "--file", "state.json");
  }

  /** All that pulumi says, and whether it was content. */
  async pulumi(...args: string[]): Promise<{ ok: boolean; output: string }> {
    const { code, output } = await this.#project.pulumi(...args, "--color", "never");
    return { ok: code === 0, output };
  }

  close(): void {
    this.#project.remove();
  }
}
