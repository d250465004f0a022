import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pullRequestOf } from "../../../../stacks/pull-request/number.ts";
import { checkout } from "../../../setup/paths.mjs";
import { run } from "../../../setup/run.mjs";
import { Stop } from "../../exits.ts";

/** A test that is somewhere, or was begun. */
export interface Standing {
  stack: string;
  number: number;
  changed: Date;
}

/** The stacks of tests, in the backend that the engine's environment names. */
export class TrialStacks {
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  async all(): Promise<Standing[]> {
    const text = await this.#pulumi(["stack", "ls", "--json"]);
    const listed = JSON.parse(text.slice(text.indexOf("["))) as { name: string; lastUpdate?: string }[];
    return listed.flatMap(({ name, lastUpdate }) => {
      const stack = name.split("/").at(-1) ?? name;
      const number = pullRequestOf(stack);
      return number === undefined ? [] : [{ stack, number, changed: new Date(lastUpdate ?? 0) }];
    });
  }

  async has(stack: string): Promise<boolean> {
    return (await this.all()).some((each) => each.stack === stack);
  }

  /** Another job may make it at the same moment: then it is there as well. */
  async make(stack: string): Promise<void> {
    if (await this.has(stack)) return;
    const made = this.#pulumi(["stack", "init", stack, "--no-select"]);
    await made.catch(async (error) => {
      if (!(await this.has(stack))) throw error;
    });
  }

  /** Only an empty one: what still stands somewhere must not be forgotten. Whether it is gone. */
  async remove(stack: string): Promise<boolean> {
    try {
      await this.#pulumi(["stack", "rm", stack, "--yes"]);
      return true;
    } catch (error) {
      // Another job was quicker: it makes something again, or has taken the stack away itself.
      if (!(await this.has(stack))) return true;
      if (/still has resources|currently locked/.test(String(error))) return false;
      throw error;
    }
  }

  /** Takes away the lock of a job that was killed. */
  async unlock(stack: string): Promise<void> {
    await this.#pulumi(["cancel", "--yes", "--stack", stack]);
  }

  /** In a folder of its own, where the engine may write a stack's file. */
  async #pulumi(words: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "lab-pr-"));
    try {
      cpSync(join(checkout, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
      const { code, output, failure } = await run("pulumi", [...words, "--non-interactive"], {
        cwd: folder,
        env: this.#environment,
      });
      if (code !== 0)
        throw new Stop(
          `pulumi ${words.slice(0, 2).join(" ")} failed: ${failure ?? output.trim()}\n  fix: see whether PULUMI_BACKEND_URL leads to where the state of tests is, and PULUMI_CONFIG_PASSPHRASE opens it`,
        );
      return output;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
