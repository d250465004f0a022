import { execFileSync } from "node:child_process";
import { appendFile, chmod, cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { whyNoBubblewrap } from "../testing/bubblewrap.ts";
import { type Bench, bench, freshFolder } from "../testing/tools.ts";

const NOBODY = 65_534;
const kinds = (["bubblewrap", "none"] as const).filter((kind) => kind === "none" || !whyNoBubblewrap());

describe.each(kinds)("in sandbox %s", (sandbox) => {
  let outside: string;
  let folder: string;
  let box: Bench;

  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=a", "-c", "user.email=a@b", "-c", `safe.directory=*`, "-C", folder, ...args],
      {
        encoding: "utf8",
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
      },
    );
  const write = (path: string, text: string) => writeFile(join(folder, path), text);
  /** Whoever runs programs may write the repository. */
  const lend = () => {
    if (process.getuid?.() === 0) execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, folder]);
  };
  const call = (name: string, args: object = {}) => {
    lend();
    return box.call(name, { repository: "project", ...args });
  };

  beforeEach(async () => {
    outside = await freshFolder();
    await chmod(outside, 0o755);
    folder = join(outside, "project");
    await mkdir(folder);
    git("init", "--quiet", "--initial-branch=main");
    await write("a.txt", "one\n");
    git("add", ".");
    git("commit", "--quiet", "-m", "First");
    box = bench({
      roots: { project: { folder, writable: true }, notes: folder },
      git: { author: { name: "Robin", email: "robin@example.com" } },
      sandbox,
    });
  });

  test("a model sees what has changed, and what was", async () => {
    await write("a.txt", "two\n");
    await write("b.txt", "new\n");
    expect(await call("git_status")).toBe("## main\n M a.txt\n?? b.txt");
    expect(await call("git_diff")).toContain("-one\n+two");
    expect(await call("git_log")).toMatch(/^[0-9a-f]+ \S+ a: First$/);
    expect(await call("git_show", { revision: "HEAD:a.txt" })).toBe("one");
    expect(await call("git_show", { revision: "HEAD" })).toContain("+one");
  });

  test("a commit holds the named files and nothing else, by the author of the settings", async () => {
    await write("a.txt", "two\n");
    await write("b.txt", "new\n");
    expect(await call("git_commit", { message: "Second\n\nWhy", paths: ["b.txt"] })).toMatch(
      /Second[\s\S]*b.txt/,
    );
    expect(await call("git_status")).toBe("## main\n M a.txt");
    expect(git("log", "-1", "--format=%an <%ae>|%B").trim()).toBe("Robin <robin@example.com>|Second\n\nWhy");
    expect(git("fsck", "--strict")).toBe("");
    expect(await call("git_commit", { message: "x", paths: ["nothing.txt"] })).toMatch(
      /git says: .*did not match/,
    );
    expect(await call("git_commit", { repository: "notes", message: "x", paths: ["a.txt"] })).toMatch(
      /read-only/,
    );
  });

  test.each([
    ["git_show", { revision: "--output=/tmp/x" }],
    ["git_log", { revision: "-n1" }],
    ["git_diff", { from: "--no-index", to: "/etc/passwd" }],
    ["git_show", { revision: "HEAD $(id)" }],
  ])("an option cannot pass for a revision: %s %j", async (name, args) => {
    expect(await call(name, args)).toMatch(/wrong arguments/);
  });

  test("a path cannot lead out of the repository", async () => {
    await writeFile(join(outside, "secret.txt"), "the secret");
    for (const path of ["../secret.txt", join(outside, "secret.txt"), ":/../secret.txt"]) {
      expect(await call("git_diff", { paths: [path] })).not.toContain("the secret");
      expect(await call("git_commit", { message: "x", paths: [path] })).toMatch(/git says/);
    }
    expect(await call("git_status", { repository: "project/.." })).toMatch(/leads upwards/);
  });

  test("nothing that the repository names is ever run", async () => {
    const ran = join(folder, "ran");
    const evil = join(folder, "evil.sh");
    await write("evil.sh", `#!/bin/sh\necho "$0 $@" >> ${ran}\ncat\n`);
    await chmod(evil, 0o755);
    await write(".gitattributes", "* filter=evil diff=evil merge=evil\n");
    for (const hook of [
      "pre-commit",
      "commit-msg",
      "post-commit",
      "post-index-change",
      "reference-transaction",
      "prepare-commit-msg",
    ]) {
      await cp(evil, join(folder, ".git/hooks", hook));
    }
    await write("more.cfg", `[core]\n\tpager = ${evil}\n`);
    await appendFile(
      join(folder, ".git/config"),
      `[core]
	hooksPath = .git/hooks
	fsmonitor = ${evil}
	pager = ${evil}
	editor = ${evil}
	sshCommand = ${evil}
	gitProxy = ${evil}
	askPass = ${evil}
	alternateRefsCommand = ${evil}
[include]
	path = ${join(folder, "more.cfg")}
[diff]
	external = ${evil}
[diff "evil"]
	command = ${evil}
	textconv = ${evil}
[filter "evil"]
	clean = ${evil}
	smudge = ${evil}
	required = true
[merge "evil"]
	driver = ${evil}
[commit]
	gpgSign = true
[gpg]
	program = ${evil}
[log]
	showSignature = true
[alias]
	status = !${evil}
	show = !${evil}
[trailer "evil"]
	command = ${evil}
[credential]
	helper = !${evil}
[maintenance]
	auto = true
[gc]
	auto = 1
`,
    );
    // The bait works: git by itself does run it.
    await write("a.txt", "bait\n");
    execFileSync("git", ["-C", folder, "-c", "safe.directory=*", "status"], { stdio: "ignore" });
    expect(await readFile(ran, "utf8")).toContain("evil.sh");
    await rm(ran);

    await write("a.txt", "changed\n");
    for (const name of ["git_status", "git_diff", "git_log"]) expect(await call(name)).not.toMatch(/^Error/);
    expect(await call("git_show", { revision: "HEAD" })).not.toMatch(/^Error/);
    expect(await call("git_commit", { message: "Second", paths: ["a.txt", ".gitattributes"] })).toContain(
      "Second",
    );
    await expect(readFile(ran)).rejects.toThrow("ENOENT");
  });

  test("nothing of a repository within the repository is run either", async () => {
    const ran = join(folder, "ran");
    await write("evil.sh", `#!/bin/sh\necho "$0" >> ${ran}\n`);
    await chmod(join(folder, "evil.sh"), 0o755);
    const inner = join(folder, "inner");
    execFileSync("git", ["init", "--quiet", inner]);
    await writeFile(join(inner, "x"), "x");
    await writeFile(join(inner, ".gitattributes"), "* filter=evil\n");
    const inside = ["-C", inner, "-c", "user.name=a", "-c", "user.email=a@b"];
    execFileSync("git", [...inside, "add", "."]);
    execFileSync("git", [...inside, "commit", "--quiet", "-m", "x"]);
    git("-c", "advice.addEmbeddedRepo=false", "add", "inner");
    git("commit", "--quiet", "-m", "Inner");
    await writeFile(join(inner, "x"), "y");
    await appendFile(
      join(inner, ".git/config"),
      `[core]\n\tfsmonitor = ${folder}/evil.sh\n[filter "evil"]\n\tclean = ${folder}/evil.sh\n`,
    );
    for (const name of ["git_status", "git_diff", "git_log"]) expect(await call(name)).not.toMatch(/^Error/);
    for (const path of ["inner", "inner/x", "./inner/"]) {
      expect(await call("git_commit", { message: "x", paths: [path] })).toMatch(/^Error/);
    }
    await expect(readFile(ran)).rejects.toThrow("ENOENT");
    // The whole folder passes it by, whether it is known to the outer one or not.
    for (const message of ["known", "unknown"]) {
      await write("a.txt", message);
      expect(await call("git_commit", { message, paths: ["."] })).toContain(message);
      await expect(readFile(ran)).rejects.toThrow("ENOENT");
      git("rm", "--quiet", "--cached", "--ignore-unmatch", "inner");
      git("commit", "--quiet", "--allow-empty", "-m", "Forget it");
      // Git by itself does run it.
      await rm(ran, { force: true });
    }
  });

  test("a repository cannot lead out: neither its work tree, nor links, nor another's objects", async () => {
    await writeFile(join(outside, "secret.txt"), "the secret\n");
    git("config", "core.worktree", outside);
    expect(await call("git_status")).toBe("## main");
    git("config", "--unset", "core.worktree");

    await mkdir(join(folder, ".git/objects/info"), { recursive: true });
    await write(".git/objects/info/alternates", "/somewhere\n");
    expect(await call("git_log")).toMatch(/borrows objects of another repository/);
    await rm(join(folder, ".git/objects/info/alternates"));

    await symlink(join(outside, "secret.txt"), join(folder, ".git/logs/refs/evil"));
    expect(await call("git_log")).toMatch(/.git\/logs\/refs\/evil is a symbolic link/);
    await rm(join(folder, ".git/logs/refs/evil"));

    await write("sub", "x");
    expect(await call("git_log", { repository: "project/sub" })).toMatch(/Error/);
    await mkdir(join(folder, "tree"));
    await write("tree/.git", `gitdir: ${outside}\n`);
    expect(await call("git_log", { repository: "project/tree" })).toMatch(/holds no folder `.git`/);
    await rm(join(folder, "tree/.git"));
    await symlink("../.git", join(folder, "tree/.git"));
    expect(await call("git_log", { repository: "project/tree" })).toMatch(/holds no folder `.git`/);
    expect(await call("git_log")).toMatch(/First/);
  });
});
