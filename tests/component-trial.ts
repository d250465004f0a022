import { delimiter, join } from "node:path";
import { ensureSetup } from "../scripts/setup/index.mjs";
import { checkout } from "../scripts/setup/paths.mjs";
import { type Outcome, TrialProject } from "../scripts/trial/project.ts";

/** What the engine says at the end where an update was needed. */
export const CHANGED = /\d+ (updated|created|replaced|deleted)/;

/** A program around one component, in a project of its own: the real engine, and an emulator or a cluster at the other end. */
export class ComponentTrial {
  readonly #project = new TrialProject({});

  /** The program finds this checkout under `@lab/`. */
  static async open(program: string): Promise<ComponentTrial> {
    await ensureSetup();
    const trial = new ComponentTrial();
    // The stand-ins even where the official plugins are at hand: those do not know where an emulator is, and would look
    // for charts where nobody serves them.
    const { environment } = trial;
    environment.PATH = [join(checkout, "sandbox/providers/bin"), environment.PATH].join(delimiter);
    trial.write(program);
    await trial.pulumi("stack", "init", "test");
    return trial;
  }

  get environment(): NodeJS.ProcessEnv {
    return this.#project.environment;
  }

  write(program: string): void {
    this.#project.write({ "program/index.ts": program.replaceAll("@lab/", `${checkout}/`) });
  }

  pulumi(...args: string[]): Promise<Outcome> {
    return this.#project.pulumi(...args);
  }

  up(...args: string[]): Promise<Outcome> {
    return this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  remove(): void {
    this.#project.remove();
  }
}
