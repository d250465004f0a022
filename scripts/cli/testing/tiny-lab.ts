import { cpSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../setup/paths.mjs";
import { LabFolder } from "../../trial/lab-folder.ts";
import type { ThingArgs } from "../fixtures/tiny/bin/tiny.ts";

/** What the program of a tiny lab does. */
export interface Plan {
  things: Record<string, ThingArgs>;
  refuse?: string;
  crash?: string;
  waits?: number;
}

/**
 * A copy of scripts/, the real engine, a provider of things that exist only in the state, and stacks that a test may
 * break as it likes.
 */
export class TinyLab extends LabFolder {
  readonly state = join(this.root, ".lab/state");

  constructor() {
    super();
    cpSync(join(checkout, "scripts/cli/fixtures/tiny"), this.root, { recursive: true });
    this.copy("scripts", "stacks/rotations.ts", "stacks/settings.ts");
    for (const folder of ["components", "sandbox"])
      symlinkSync(join(checkout, folder), join(this.root, folder));
    this.plan({ things: {} });
  }

  plan(plan: Plan): void {
    writeFileSync(join(this.root, "plan.json"), JSON.stringify(plan));
  }

  /** The files by which the engine holds a stack. */
  locks(): string[] {
    return readdirSync(this.state, { recursive: true, encoding: "utf8" }).filter((path) =>
      /locks\/.*\.json$/.test(path),
    );
  }
}
