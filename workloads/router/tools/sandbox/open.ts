import type { Limits, SandboxSettings } from "../schema.ts";
import { ToolError } from "../tool.ts";
import { Bare } from "./bare.ts";
import { Bubblewrap } from "./bubblewrap.ts";
import { Container } from "./container.ts";
import type { Sandbox } from "./job.ts";

/** The sandbox that is asked for, or none at all: what cannot be confined does not run. */
export function openSandbox(settings: SandboxSettings, limits: Limits): Sandbox {
  const sandbox = choose(settings, limits);
  let proven: Promise<string | undefined> | undefined;
  const problem = async () => {
    proven ??= sandbox.problem();
    const found = await proven;
    // Looked for again next time: somebody may have mended it.
    if (found) proven = undefined;
    return found;
  };
  return {
    place: (root) => sandbox.place(root),
    find: (program) => sandbox.find(program),
    problem,
    async run(job) {
      const found = await problem();
      if (found) throw new ToolError(`The program was not run: ${found}.`);
      return sandbox.run(job);
    },
  };
}

function choose(settings: SandboxSettings, limits: Limits): Sandbox {
  switch (settings.kind) {
    case "bubblewrap":
      return new Bubblewrap(limits, settings.readOnly);
    case "container":
      return new Container(limits, settings);
    case "none":
      return new Bare(limits);
  }
}
