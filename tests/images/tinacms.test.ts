import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Repository } from "../../images/tinacms/server/git.js";

const alone = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
const who = ["-c", "user.name=ada", "-c", "user.email=ada@house"];
const git = (folder: string, ...words: string[]) =>
  execFileSync("git", [...who, ...words], {
    cwd: folder,
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, ...alone },
  }).trim();

/** An origin with one text, a copy of somebody who writes by hand, and ours. */
function repository(token?: string) {
  const root = mkdtempSync(join(tmpdir(), "tinacms-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const [origin, hand, ours] = ["origin", "hand", "ours"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [origin, ours]) mkdirSync(folder);
  git(origin, "init", "--quiet", "--bare", "--initial-branch", "main");
  git(root, "clone", "--quiet", origin, hand);
  const byHand = (file: string, text: string) => {
    writeFileSync(join(hand, file), text);
    git(hand, "add", "--all");
    git(hand, "commit", "--quiet", "--message", `by hand: ${file}`);
    git(hand, "push", "--quiet", "origin", "HEAD:main");
  };
  git(hand, "checkout", "--quiet", "-B", "main");
  byHand("hello.md", "Hello\n");
  const texts = new Repository({ folder: ours, url: origin, branch: "main", ...(token && { token }) });
  const write = (file: string, text: string) => writeFileSync(join(ours, file), text);
  const read = (file: string) => readFileSync(join(ours, file), "utf8");
  const log = () => git(origin, "log", "--format=%s", "main").split("\n");
  return { root, origin, hand, ours, byHand, texts, write, read, log };
}

test("what is written is a commit on top of what others have done meanwhile", async () => {
  const { texts, write, byHand, log, read } = repository();
  const first = await texts.update();
  write("new.md", "New\n");
  byHand("other.md", "Other\n");
  await texts.publish("Write new.md");
  expect(log()).toEqual(["Write new.md", "by hand: other.md", "by hand: hello.md"]);
  expect(read("other.md")).toBe("Other\n");
  expect(await texts.update()).not.toBe(first);
  await texts.publish("Nothing");
  expect(log()).toHaveLength(3);
});

test("what cannot be pushed is told, and left nowhere; what comes after it is not held up", async () => {
  const { texts, write, byHand, log, read, origin } = repository();
  await texts.update();
  write("hello.md", "From here\n");
  byHand("hello.md", "By hand\n");
  await expect(texts.publish("Write hello.md")).rejects.toThrow(/^git pull: /);
  expect(read("hello.md")).toBe("By hand\n");
  const hook = join(origin, "hooks/pre-receive");
  mkdirSync(join(origin, "hooks"), { recursive: true });
  writeFileSync(hook, "#!/bin/sh\nexit 1\n");
  chmodSync(hook, 0o755);
  write("new.md", "New\n");
  await expect(texts.publish("Write new.md")).rejects.toThrow(/^git push: /);
  expect(() => read("new.md")).toThrow();
  rmSync(hook);
  write("new.md", "New\n");
  await Promise.all([texts.publish("Write new.md"), texts.update()]);
  expect(log()[0]).toBe("Write new.md");
});

test("settings that lie in the repository are texts as all others, and a token is never said", async () => {
  const { texts, write, byHand, root, ours } = repository("hunter2-token");
  const trap = join(root, "sprung");
  byHand(".gitconfig", `[core]\n\tfsmonitor = "touch ${trap}"\n[user]\n\tname = mallory\n`);
  await texts.update();
  write("new.md", "New\n");
  await texts.publish("Write new.md");
  expect(() => readFileSync(trap)).toThrow();
  expect(git(ours, "log", "-1", "--format=%an")).toBe("TinaCMS");
  const away = new Repository({
    folder: ours,
    url: "http://127.0.0.1:9/x.git",
    branch: "main",
    token: "hunter2-token",
  });
  const said = await away.update().catch(String);
  expect(said).toMatch(/^Error: git fetch: /);
  expect(said).not.toContain("hunter2");
});
