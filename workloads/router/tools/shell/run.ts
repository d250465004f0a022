import * as z from "zod";
import { type Roots, readPath } from "../roots/index.ts";
import type { Outcome, Sandbox } from "../sandbox/index.ts";
import type { Limits, ShellSettings } from "../schema.ts";
import { type Tool, ToolError, tool } from "../tool.ts";
import { allows } from "./allowlist.ts";

interface Shell {
  roots: Roots;
  sandbox: Sandbox;
  settings: ShellSettings;
  limits: Limits;
}

/** Programs by their arguments, never by a line of text: there is no shell that would read it another way. */
export function shellTools({ roots, sandbox, settings, limits }: Shell): Tool[] {
  const { programs, network } = settings;
  const lines = Object.entries(programs).flatMap(([program, all]) =>
    all.map((line) => `${program} ${line}`.trim()),
  );
  if (lines.length === 0 || roots.size === 0) return [];
  const allowed = lines.map((line) => `\`${line}\``).join(", ");
  const shellRun = tool({
    name: "shell_run",
    description: `Runs a program, without a shell: no pipes, no variables, no patterns. Allowed, where \`*\` stands for anything: ${allowed}.`,
    changes: true,
    input: z.strictObject({
      program: z.string().min(1),
      args: z.array(z.string()).default([]),
      cwd: z.string().describe("The folder to run it in, which begins with the name of a root: project/src"),
      input: z.string().default("").describe("What it reads from its standard input"),
    }),
    async run({ program, args, cwd, input }, { signal }) {
      const list = Object.hasOwn(programs, program) ? programs[program] : undefined;
      if (!list || !allows(list, args)) {
        throw new ToolError(`That is not among what may be run. Allowed: ${allowed}.`);
      }
      if (args.some((arg) => arg.includes("\0"))) throw new ToolError("An argument holds a zero byte.");
      const { root, names } = readPath(cwd, roots);
      // Tells of a missing or linked folder in our words; the sandbox looks again by itself.
      await root.inFolder(names, async () => undefined);
      const outcome = await sandbox.run({
        program: await sandbox.find(program),
        args,
        root,
        cwd: names,
        writable: root.writable,
        // Its hooks would run outside the sandbox, the next time that somebody types `git`.
        shielded: root.writable ? [".git"] : [],
        alsoReads: [],
        network,
        env: {},
        input,
        signal,
      });
      return report(outcome, limits);
    },
  });
  return [shellRun];
}

function report({ code, output, stopped }: Outcome, { time }: Limits): string {
  const printed = output.trimEnd() || "(It printed nothing.)";
  if (stopped === "time") {
    throw new ToolError(
      `It was stopped after ${time / 1000} s. Until then it printed:\n${printed}`,
      "timeout",
    );
  }
  if (stopped === "output")
    throw new ToolError(`It was stopped, because it printed without end:\n${printed}`);
  if (code !== 0) throw new ToolError(`It ended with code ${code}:\n${printed}`);
  return printed;
}
