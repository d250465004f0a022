import { readFileSync } from "node:fs";
import { readSettings, type Settings } from "../../../stacks/settings.ts";
import { Stop } from "../exits.ts";
import { projectEngine } from "./project.ts";

/** What a stack keeps encrypted, opened. It never leaves this process but to where a person asked for it. */
export interface OpenSecrets {
  /** From which the rest follows. */
  root: string;
  /** Whether the root is in the stack's config; where not, it is this checkout's own file. */
  rootIsKept: boolean;
  tokens: Record<string, string>;
  /** What a token was before its rotation. */
  tokensBefore: Record<string, string>;
}

/** The config of a stack, and what it has given out, by the engine: only that opens what is encrypted. */
export class StackConfig {
  readonly stack: string;
  readonly #engine: Awaited<ReturnType<typeof projectEngine>>;

  private constructor(stack: string, engine: Awaited<ReturnType<typeof projectEngine>>) {
    this.stack = stack;
    this.#engine = engine;
  }

  static async of(stack: string, pretended = false): Promise<StackConfig> {
    return new StackConfig(stack, await projectEngine(pretended));
  }

  /** What every program of the lab runs with. */
  get environment(): NodeJS.ProcessEnv {
    return this.#engine.environment;
  }

  /** The whole of it, checked as the stack's own program checks it. */
  async settings(): Promise<Settings> {
    const config = Object.entries(await this.#config());
    return readSettings(
      {
        stack: this.stack,
        values: Object.fromEntries(config.map(([key, { value = "" }]) => [key, value])),
        isSecret: (key) => config.some(([name, { secret }]) => name === key && secret === true),
      },
      this.environment,
    );
  }

  async secrets(): Promise<OpenSecrets> {
    const config = await this.#config();
    const setting = (name: string) => config[`homelab:${name}`]?.value;
    const root = setting("rootSecret");
    return {
      root: root ?? readFileSync(this.#engine.environment.LAB_ROOT_SECRET_FILE ?? "", "utf8").trim(),
      rootIsKept: root !== undefined,
      tokens: JSON.parse(setting("tokens") ?? "{}"),
      tokensBefore: JSON.parse(setting("tokensBefore") ?? "{}"),
    };
  }

  /** What vendors have made, and the last update has kept. */
  async kept(): Promise<Record<string, string>> {
    const outputs = await this.#ask("stack", "output", "--json", "--show-secrets");
    return (outputs.kept ?? {}) as Record<string, string>;
  }

  /** Into the stack's own file, encrypted. The value goes in by standard input: arguments are for all to see. */
  async keep(path: string, value: string): Promise<void> {
    await this.#pulumi(["config", "set", "--secret", "--path", `homelab:${path}`], value);
  }

  async forget(path: string): Promise<void> {
    await this.#pulumi(["config", "rm", "--path", `homelab:${path}`]);
  }

  async #config(): Promise<Record<string, { value?: string; secret?: boolean }>> {
    const configFile = await this.#engine.configFile(this.stack);
    const file = configFile ? ["--config-file", configFile] : [];
    return (await this.#ask("config", "--json", "--show-secrets", ...file)) as ReturnType<typeof JSON.parse>;
  }

  async #ask(...words: string[]): Promise<Record<string, unknown>> {
    const output = await this.#pulumi(words);
    // What the engine remarks comes before the document.
    return JSON.parse(output.slice(output.indexOf("{")));
  }

  async #pulumi(words: string[], input?: string): Promise<string> {
    const { run } = await import("../../setup/run.mjs");
    const { root: cwd, environment: env } = this.#engine;
    const { code, output, failure } = await run(
      "pulumi",
      [...words, "--stack", this.stack, "--non-interactive"],
      { cwd, env, ...(input !== undefined && { input }) },
    );
    if (code !== 0) throw new Stop(`the stack ${this.stack} cannot be opened: ${failure ?? output.trim()}`);
    return output;
  }
}
