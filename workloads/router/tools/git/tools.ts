import * as z from "zod";
import { type Path, type Roots, readPath } from "../roots/index.ts";
import type { Outcome, Sandbox } from "../sandbox/index.ts";
import type { ToolsSettings } from "../schema.ts";
import { type Tool, type ToolContext, ToolError, tool } from "../tool.ts";
import { git } from "./repository.ts";

const repository = z.string().describe("The folder that holds .git; begins with the name of a root: project");

// What begins with a dash would be an option.
const revision = z
  .string()
  .regex(/^[\w.@^~{}/:+=-]+$/, { error: "is no revision: write a branch, a tag, a hash, or HEAD~2" })
  .refine((text) => !text.startsWith("-"), { error: "begins with a dash" });

const paths = z.array(z.string().min(1)).describe("Below the repository: src/main.ts");

interface GitTools {
  roots: Roots;
  sandbox: Sandbox;
  author: ToolsSettings["git"]["author"];
}

/** What is looked at never runs a program that the repository names. */
const LOOK = ["--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all"];

export function gitTools({ roots, sandbox, author }: GitTools): Tool[] {
  if (roots.size === 0) return [];
  const look = async (at: string, args: string[], { signal }: ToolContext) =>
    told(await git({ sandbox, at: readPath(at, roots), args, writes: false, signal }));

  const tools = [
    tool({
      name: "git_status",
      description: "Says on which branch a git repository is, and what has changed.",
      input: z.strictObject({ repository }),
      run: (input, context) =>
        look(input.repository, ["status", "--short", "--branch", "--ignore-submodules=all"], context),
    }),
    tool({
      name: "git_diff",
      description:
        "Shows what has changed in a git repository: since the last commit, or between two revisions.",
      input: z.strictObject({
        repository,
        from: revision.default("HEAD"),
        to: revision.optional().describe("The work tree, without it"),
        paths: paths.default([]),
      }),
      run: ({ from, to, ...input }, context) => {
        const revisions = to === undefined ? [from] : [from, to];
        const args = ["diff", ...LOOK, "--end-of-options", ...revisions, "--", ...input.paths];
        return look(input.repository, args, context);
      },
    }),
    tool({
      name: "git_log",
      description: "Lists commits of a git repository, the newest first.",
      input: z.strictObject({
        repository,
        revision: revision.default("HEAD"),
        count: z.int().min(1).max(200).default(20),
        paths: paths.default([]),
      }),
      run: ({ count, ...input }, context) => {
        const form = ["--no-show-signature", "--no-color", "--date=iso-strict", "--format=%h %ad %an: %s"];
        const args = ["log", `--max-count=${count}`, ...form, "--end-of-options", input.revision];
        return look(input.repository, [...args, "--", ...input.paths], context);
      },
    }),
    tool({
      name: "git_show",
      description: "Shows a commit with its changes, or a file as it was: HEAD~2:src/main.ts",
      input: z.strictObject({ repository, revision }),
      run: (input, context) =>
        look(
          input.repository,
          ["show", "--no-show-signature", ...LOOK, "--end-of-options", input.revision],
          context,
        ),
    }),
  ];
  if (![...roots.values()].some(({ writable }) => writable)) return tools;

  const gitCommit = tool({
    name: "git_commit",
    description: "Commits the named files of a git repository as they are now, and nothing else.",
    changes: true,
    input: z.strictObject({ repository, message: z.string().min(1).max(10_000), paths: paths.min(1) }),
    async run({ message, ...input }, { signal }) {
      const at = readPath(input.repository, roots);
      if (!at.root.writable) throw new ToolError(`${at.root.name} is read-only.`);
      const act = async (args: string[], given = "") =>
        run(await git({ sandbox, at, args, writes: true, input: given, env: identity(author), signal }));
      // Not `git add`: where it meets a repository within this one, it starts git in there, by the settings of that one.
      const list = ["ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard", "--"];
      const changed = (await act([...list, ...input.paths])).split("\0").filter((file) => file !== "");
      const own = await leaveFolders(at, changed);
      if (own.length > 0) await act(["update-index", "-z", "--add", "--remove", "--stdin"], own.join("\0"));
      const flags = ["--no-verify", "--no-gpg-sign", "--no-edit", "--cleanup=strip", "--quiet"];
      await act(["commit", ...flags, `--message=${message}`, "--only", "--", ...input.paths]);
      return look(input.repository, ["log", "--max-count=1", "--no-color", "--format=%h %s", "--stat"], {
        signal,
        progress: () => undefined,
      });
    },
  });
  return [...tools, gitCommit];
}

/** A folder among the files is a repository of its own, and is left as it is. */
async function leaveFolders({ root, names }: Path, files: string[]): Promise<string[]> {
  const own: string[] = [];
  for (const file of new Set(files)) {
    const parts = file.split("/").filter((part) => part !== "");
    const folder = await root.inFolder([...names, ...parts], async () => true).catch(() => false);
    if (!folder) own.push(file);
  }
  return own;
}

function identity({ name, email }: ToolsSettings["git"]["author"]): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

function run({ code, output, stopped }: Outcome): string {
  const printed = output.trimEnd();
  if (stopped) throw new ToolError(`git was stopped, because it took too much ${stopped}.`, "timeout");
  if (code !== 0) throw new ToolError(`git says: ${printed}`);
  return printed;
}

function told(outcome: Outcome): string {
  return run(outcome) || "(git printed nothing.)";
}
