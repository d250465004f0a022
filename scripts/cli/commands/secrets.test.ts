import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { TinyLab } from "../testing/tiny-lab.ts";

/** Each test runs the real engine a few times. */
const PATIENCE = 180_000;

const LABS = `
import { readLab } from "../components/lab/index.ts";
import { fromConfig, generated, secretValue } from "../components/service/index.ts";
import { inGroup, service, testInventory } from "../components/testing/index.ts";
import { rotationsIn } from "./rotations.ts";

export const stackNames = ["one"];

const web = service({
  secrets: { key: generated(32), cloud: fromConfig("cloud"), salt: generated(32, { lasts: "it is in what was written" }) },
  env: { KEY: secretValue("key"), CLOUD: secretValue("cloud"), SALT: secretValue("salt") },
});

export const labOf = async (name) => readLab({
  name,
  inventory: { file: "inventory.ts", spec: testInventory },
  services: [inGroup("apps", web)],
  rotations: rotationsIn(name),
});
`;

const tiny = new TinyLab();
const read = (file: string) => readFileSync(join(tiny.root, file), "utf8");
const rotations = () => JSON.parse(read("stacks/one/rotations.json"));
const keyIn = (text: string) => /web\/key \|[^|]*\| `([^`]+)`/.exec(text)?.[1] ?? "";

function git(...args: string[]): void {
  const who = ["-c", "user.name=tester", "-c", "user.email=tester@example.com"];
  execFileSync("git", [...who, ...args], { cwd: tiny.root });
}

function withInput(input: string, ...args: string[]) {
  const file = join(tiny.root, "input");
  writeFileSync(file, input);
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", `node scripts/lab.mjs "$@" < input`, "_", ...args],
    {
      cwd: tiny.root,
      encoding: "utf8",
      env: { ...process.env, CI: "true" },
    },
  );
  return { code: status, out: stdout, err: stderr };
}

beforeAll(async () => {
  writeFileSync(join(tiny.root, "stacks/labs.ts"), LABS);
  writeFileSync(join(tiny.root, ".gitignore"), ".lab/\n*.local.md\n");
  git("init", "--quiet");
  git("add", ".gitignore");
  git("commit", "--quiet", "--message", "begin");
  await tiny.lab("services");
}, PATIENCE);
afterAll(() => tiny.remove());

describe("lab secrets", { timeout: PATIENCE }, () => {
  test("generate keeps the root encrypted, dates every secret, and writes what only its owner reads", async () => {
    const root = read(".lab/root-secret");
    const { code, out, err } = await tiny.lab("secrets", "generate", "one");
    expect(code, err).toBe(0);
    expect(parse(read("Pulumi.one.yaml")).config["homelab:rootSecret"]).toEqual({
      secure: expect.any(String),
    });
    expect(rotations()).toMatchObject({ "web/key": { times: 0 }, "web/cloud": { times: 0 } });
    expect(rotations()).not.toHaveProperty("web/salt");
    expect(statSync(join(tiny.root, "credentials.one.local.md")).mode & 0o777).toBe(0o600);
    expect(keyIn(read("credentials.one.local.md"))).toMatch(/^[a-z2-9]{32}$/);
    expect(err).toContain("cloud is for others to give: npx lab secrets rotate cloud < file-with-it");
    for (const secret of [root, keyIn(read("credentials.one.local.md"))]) {
      expect(out + err).not.toContain(secret);
      expect(read("Pulumi.one.yaml")).not.toContain(secret);
    }
    expect((await tiny.lab("secrets", "generate", "one")).err).toContain(
      "is in the stack's config already, and stays",
    );
  });

  test("rotate makes another, tells who starts again, and takes it back", async () => {
    const old = keyIn(read("credentials.one.local.md"));
    const { code, out } = await tiny.lab("secrets", "rotate", "web/key");
    expect(code).toBe(0);
    expect(out).toContain("one: another web/key\nThese start again at the next update: web\n");
    expect(rotations()["web/key"].times).toBe(1);
    const next = keyIn(read("credentials.one.local.md"));
    expect(next).toMatch(/^[a-z2-9]{32}$/);
    expect(next).not.toBe(old);
    expect(out).not.toContain(next);

    expect((await tiny.lab("secrets", "rotate", "--back", "web/key")).code).toBe(0);
    expect(keyIn(read("credentials.one.local.md"))).toBe(old);
  });

  test("a token of others comes by standard input; the one before is kept until the new one works", async () => {
    const settings = () => parse(read("Pulumi.one.yaml")).config;
    expect(withInput("the-first-token\n", "secrets", "rotate", "cloud").code).toBe(0);
    expect(settings()).not.toHaveProperty(["homelab:tokensBefore"]);
    const second = withInput("the-second-token\n", "secrets", "rotate", "cloud");
    expect(second.code, second.err).toBe(0);
    expect(second.out).toContain("npx lab secrets rotate --done cloud");
    expect(settings()["homelab:tokensBefore"]).toEqual({ cloud: { secure: expect.any(String) } });
    expect(read("credentials.one.local.md")).toContain("`the-second-token`");

    expect((await tiny.lab("secrets", "rotate", "--back", "cloud")).code).toBe(0);
    expect(read("credentials.one.local.md")).toContain("`the-first-token`");
    const { code, err } = await tiny.lab("secrets", "rotate", "--done", "cloud");
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("nothing is kept of a cloud before"),
    });
    expect(read("Pulumi.one.yaml")).not.toMatch(/the-(first|second)-token/);
  });

  test.each([
    [["rotate", "web/salt"], 1, "why: it is in what was written"],
    [["rotate", "web/kay"], 2, 'did you mean "web/key"?'],
    [["rotate"], 2, "name the secrets, or say --due or --all"],
    [["rotate", "web/key", "--all"], 2, "either name the secrets, or say"],
  ])("%j is refused in words that help", async (args, code, words) => {
    const ended = await tiny.lab("secrets", ...args);
    expect({ code: ended.code, err: ended.err }).toEqual({ code, err: expect.stringContaining(words) });
  });

  test("rotations that nobody can read are told with their file", async () => {
    const file = join(tiny.root, "stacks/one/rotations.json");
    const sound = read("stacks/one/rotations.json");
    writeFileSync(file, '{ "web/key": { "times": -1 } }');
    expect((await tiny.lab("secrets")).err).toContain("stacks/one/rotations.json");
    writeFileSync(file, sound.slice(1));
    expect((await tiny.lab("secrets")).err).toContain("stacks/one/rotations.json: it is not JSON");
    writeFileSync(file, sound);
  });

  test("check finds a secret of ours and what looks like one, in files and in commits, and shows neither", async () => {
    // Git holds what a lab's folder holds, not the programs that a test has copied there.
    writeFileSync(
      join(tiny.root, ".gitignore"),
      ".lab/\n*.local.md\nscripts\ncomponents\nsandbox\nnode_modules\ninput\n",
    );
    const clean = await tiny.lab("secrets", "check");
    expect({ code: clean.code, err: clean.err }).toEqual({
      code: 0,
      err: expect.stringContaining("No secret stands in plain text."),
    });

    const key = keyIn(read("credentials.one.local.md"));
    const token = `ghp_${"aB3dE6gH9j".repeat(4).slice(0, 36)}`;
    writeFileSync(join(tiny.root, "notes.txt"), `first line\nkey: ${key}\n`);
    git("add", "notes.txt");
    git("commit", "--quiet", "--message", "a mistake");
    rmSync(join(tiny.root, "notes.txt"));
    git("commit", "--quiet", "--all", "--message", "regret it");
    writeFileSync(join(tiny.root, "deploy.sh"), `export GITHUB_TOKEN=${token}\n`);

    const { code, out, err } = await tiny.lab("secrets", "check");
    expect(code, err).toBe(1);
    expect(out).toMatch(/^deploy\.sh:1: what looks like github$/m);
    expect(out).toMatch(/^notes\.txt:2: the value of web\/key {2}\(commit [0-9a-f]{7,}\)$/m);
    expect(out + err).not.toContain(key);
    expect(out + err).not.toContain(token);
    expect((await tiny.lab("secrets", "check", "--no-history", "--json")).out).not.toContain("notes.txt");
  });
});
