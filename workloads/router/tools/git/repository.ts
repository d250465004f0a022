import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Path, type Root, readText } from "../roots/index.ts";
import type { Outcome, Sandbox } from "../sandbox/index.ts";
import { ToolError } from "../tool.ts";

/**
 * The only settings of a repository that are obeyed. Many of the others name programs (filters, hooks, pagers, signers,
 * file monitors, and more with every release of git) or lead out of the root (`core.worktree`): a list of what to
 * forbid would always be a release behind.
 */
const OBEYED =
  /^(core\.(repositoryformatversion|filemode|ignorecase|symlinks|autocrlf|eol|precomposeunicode)|extensions\.(objectformat|refstorage))$/;

/** What a repository shares between its work trees, all but its settings. */
const SHARED = ["objects", "refs", "packed-refs", "reftable", "logs", "info", "shallow"];

const MOST_FILES = 20_000;

/** Nothing of the machine's and the user's own settings, no questions, no network, no programs. */
const QUIET = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_LITERAL_PATHSPECS: "1",
  GIT_PAGER: "cat",
  GIT_EDITOR: "false",
  GIT_ASKPASS: "false",
};

const SETTINGS = [
  ...["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.untrackedCache=false", "core.pager=cat"],
  ...["diff.ignoreSubmodules=all", "submodule.recurse=false", "commit.gpgSign=false", "gc.auto=0"],
  ...["maintenance.auto=false", "core.quotePath=false", "protocol.allow=never", "advice.statusHints=false"],
].flatMap((setting) => ["-c", setting]);

export interface GitJob {
  sandbox: Sandbox;
  /** The folder that holds `.git`. */
  at: Path;
  args: string[];
  writes: boolean;
  input?: string;
  env?: Record<string, string>;
  signal: AbortSignal;
}

/**
 * Runs git with the repository's content and our settings. Git finds what work trees share in a folder of ours, which
 * holds links to the repository's own parts beside a file of settings that has been sifted.
 */
export async function git({
  sandbox,
  at,
  args,
  writes,
  input = "",
  env = {},
  signal,
}: GitJob): Promise<Outcome> {
  const { root, names } = at;
  await checkParts(at, signal);
  const program = await sandbox.find("git");
  const base = { program, root, cwd: names, shielded: [], network: false, input: "", signal };
  const { text } = await readText(root, [...names, ".git", "config"], 1_000_000);
  const listed = await sandbox.run({
    ...base,
    args: ["config", "--file", "-", "--no-includes", "--null", "--list"],
    input: text,
    writable: false,
    alsoReads: [],
    env: QUIET,
  });
  if (listed.code !== 0) throw new ToolError(`git cannot read .git/config: ${listed.output.trim()}`);
  const folder = await mkdtemp(join(tmpdir(), "router-git-"));
  try {
    // Programs may run as somebody else.
    await chmod(folder, 0o755);
    const inside = [sandbox.place(root), ...names].join("/");
    await writeFile(join(folder, "config"), sifted(listed.output));
    for (const part of SHARED) await symlink(`${inside}/.git/${part}`, join(folder, part));
    return await sandbox.run({
      ...base,
      input,
      args: [...SETTINGS, "--no-pager", ...args],
      writable: writes,
      alsoReads: [folder],
      env: {
        ...QUIET,
        ...env,
        GIT_DIR: `${inside}/.git`,
        GIT_WORK_TREE: inside,
        GIT_COMMON_DIR: folder,
        // A look must not write.
        ...(writes ? {} : { GIT_OPTIONAL_LOCKS: "0" }),
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sifted(listed: string): string {
  const lines = listed.split("\0").flatMap((entry) => {
    const [key = "", value = "true"] = entry.split(/\n([\s\S]*)/);
    const [section, name] = key.split(".");
    if (!OBEYED.test(key) || !/^[\w-]*$/.test(value)) return [];
    return [`[${section}]\n\t${name} = ${value}`];
  });
  return `${lines.join("\n")}\n`;
}

/**
 * Git itself follows links inside `.git` and writes where they lead, takes a file `.git` for the way to another folder,
 * and reads the objects of strangers that `alternates` names. None of that is needed in a folder of one's own.
 */
async function checkParts({ root, names }: Path, signal: AbortSignal): Promise<void> {
  const place = [root.name, ...names].join("/");
  const refuse = (why: string) => new ToolError(`The git tools do not work on ${place}: ${why}.`);
  await checkFolder(root, [...names, ".git"], { refuse, signal, left: MOST_FILES });
  const alternates = [...names, ".git", "objects", "info", "alternates"];
  const there = await root.inFile(alternates, async () => true).catch(() => false);
  if (there) throw refuse("it borrows objects of another repository (`git repack -a -d` ends that)");
}

interface Check {
  refuse(why: string): ToolError;
  signal: AbortSignal;
  left: number;
}

async function checkFolder(root: Root, names: string[], check: Check): Promise<void> {
  const entries = await root
    .inFolder(names, (folder) => root.entries(folder))
    .catch((error: unknown) => {
      throw error instanceof ToolError ? check.refuse("it holds no folder `.git`") : error;
    });
  for (const { name, kind } of entries) {
    check.signal.throwIfAborted();
    check.left -= 1;
    if (check.left < 0) throw check.refuse("its `.git` holds too many files (`git gc` helps)");
    const place = [...names, name].slice(names.indexOf(".git")).join("/");
    if (kind === "a symbolic link" || kind === "a special file") throw check.refuse(`${place} is ${kind}`);
    // Objects are written under names that git makes up by itself, and may be very many.
    if (kind === "a folder" && name !== "objects") await checkFolder(root, [...names, name], check);
  }
}
