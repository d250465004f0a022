import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readerNamed } from "../../components/testing/index.ts";
import { lab } from "../../scripts/cli/testing/lab.ts";
import { checkout } from "../../scripts/setup/paths.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jobs-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(name: string, words: string[], env: NodeJS.ProcessEnv = {}, cwd = folder) {
  const ended = spawnSync(join(checkout, ".ci", name), words, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

describe(".ci/plans", () => {
  test("what is sealed in one job is opened in another by the same passphrase, and by no other", () => {
    mkdirSync(join(folder, "plans"));
    writeFileSync(join(folder, "plans/homelab.json"), "what nobody has marked");
    const right = { PULUMI_CONFIG_PASSPHRASE: "a passphrase" };
    expect(script("plans", ["seal"], right).code).toBe(0);
    expect(readFileSync(join(folder, "plans.sealed"), "latin1")).not.toContain("marked");
    rmSync(join(folder, "plans"), { recursive: true });

    expect(script("plans", ["open"], { PULUMI_CONFIG_PASSPHRASE: "another" }).code).not.toBe(0);
    expect(readdirSync(folder)).toEqual(["plans.sealed"]);
    expect(script("plans", ["open"], right).code).toBe(0);
    expect(readFileSync(join(folder, "plans/homelab.json"), "utf8")).toBe("what nobody has marked");
  });

  test("nothing is sealed by an empty passphrase", () => {
    mkdirSync(join(folder, "plans"));
    const { code, err } = script("plans", ["seal"], { PULUMI_CONFIG_PASSPHRASE: "" });
    expect(code).not.toBe(0);
    expect(err).toContain("set it");
  });
});

describe(".ci/with-ssh-key", () => {
  const keygen = readerNamed("ssh-keygen");
  test.skipIf(!keygen)(
    "lends a key to one command, and to nobody after it (apt install openssh-client)",
    () => {
      const file = join(folder, "key");
      spawnSync(keygen ?? "", ["-q", "-t", "ed25519", "-N", "", "-C", "of a test", "-f", file]);
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
      const asked = 'ssh-add -l; echo "left: ${TEST_SSH_KEY:-nothing}"; echo "$SSH_AUTH_SOCK"';
      const { code, out, err } = script("with-ssh-key", ["sh", "-c", asked], {
        TEST_SSH_KEY: readFileSync(file, "utf8"),
      });
      expect(code, err).toBe(0);
      expect(out).toMatch(/^256 SHA256:\S+ of a test \(ED25519\)\nleft: nothing\n\/\S+\n$/);
      expect(existsSync(out.trim().split("\n").at(-1) ?? "")).toBe(false);
    },
  );

  test("says what is missing", () => {
    const { code, err } = script("with-ssh-key", ["true"], { TEST_SSH_KEY: "" });
    expect(code).not.toBe(0);
    expect(err).toContain("TEST_SSH_KEY: set it");
  });
});

describe(".ci/done-before", () => {
  const git = (...words: string[]) =>
    spawnSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], {
      cwd: folder,
      encoding: "utf8",
    }).stdout.trim();
  const commit = (message: string) => {
    git("commit", "--quiet", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  const asked = (answer: string) => {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/gh"), `#!/bin/sh\necho "${answer}"\n`, { mode: 0o755 });
    return script("done-before", ["main-apply.yml"], {
      PATH: [join(folder, "bin"), process.env.PATH].join(delimiter),
    });
  };
  beforeEach(() => git("init", "--quiet"));

  test("is the commit of the last run that went well", () => {
    const before = commit("before");
    commit("now");
    expect(asked(before)).toMatchObject({ code: 0, out: `${before}\n` });
  });

  test("is the tree without a file before the first time", () => {
    commit("now");
    expect(asked("").out.trim()).toBe(git("hash-object", "-t", "tree", "/dev/null"));
  });

  test("an old run that is begun again takes nothing back", () => {
    const old = commit("old");
    const later = commit("later");
    git("checkout", "--quiet", "--detach", old);
    expect(asked(later)).toMatchObject({ code: 1, err: expect.stringContaining("would take it back") });
  });
});

test(".ci/release-files makes the same bytes of the same commit", { timeout: 300_000 }, () => {
  const made = ["one", "other"].map((name) => {
    const { code, err } = script("release-files", ["v1.2.3", join(folder, name)]);
    expect(code, err).toBe(0);
    return readFileSync(join(folder, name, "SHA256SUMS"), "utf8");
  });
  expect(made[0]).toBe(made[1]);
  const programs = readdirSync(join(checkout, "workloads")).filter((each) => !/^(python-)?kit$/.test(each));
  const images = readdirSync(join(checkout, "images")).filter((each) => each !== "README.md");
  const files = [...programs, ...images].map((name) => `${name}-v1.2.3.tar.gz`);
  expect(
    made[0]
      ?.trim()
      .split("\n")
      .map((line) => line.split("  ")[1]),
  ).toEqual(["homelab-v1.2.3.tar.gz", ...files].sort());
});

test("what jobs ask of `lab` it understands", { timeout: 120_000 }, () => {
  const places = [
    ".gitlab-ci.yml",
    ...readdirSync(join(checkout, ".github/workflows")).map((file) => `.github/workflows/${file}`),
  ];
  const asked = new Map<string, Set<string>>();
  for (const place of places)
    for (const [, words = ""] of readFileSync(join(checkout, place), "utf8").matchAll(
      /npx lab ([^|>\n)]+)/g,
    )) {
      const command = /^(?:(?:pr test|pr|secrets|sandbox) )?[a-z]+/.exec(words)?.[0] ?? "";
      asked.set(command, new Set([...(asked.get(command) ?? []), ...(words.match(/--[a-z-]+/g) ?? [])]));
    }
  expect(asked.size).toBeGreaterThan(6);
  for (const [command, options] of asked) {
    const help = lab(...command.split(" "), "--help");
    expect(help.out, command).toContain(`Usage: lab ${command}`);
    for (const option of options) expect(help.out, command).toContain(option);
  }
});
