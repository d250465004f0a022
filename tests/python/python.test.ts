import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout } from "../../scripts/setup/paths.mjs";
import { environmentOf, folderOf, pythonPrograms, whyNoPython } from "../../scripts/setup/python.mjs";
import { run } from "../../scripts/setup/run.mjs";

const MINUTES = 60_000;
const workload = (...path: string[]) => join(checkout, "workloads", ...path);
const read = (...path: string[]) => readFileSync(workload(...path), "utf8");

/** What a tool complains of, in the folder of a program and in the environment that it has. */
async function complaint(folder: string, environment: string, ...command: [string, ...string[]]) {
  const [tool, ...words] = command;
  const { code, output, failure } = await run(join(environment, "bin", tool), words, {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [join(environment, "bin"), process.env.PATH].join(delimiter),
      PYTHONPATH: workload("python-kit"),
      // A checkout is not the place for them.
      PYTHONDONTWRITEBYTECODE: "1",
    },
    timeoutMs: 10 * MINUTES,
  });
  return code === 0 ? "" : (failure ?? output);
}

const kitsOwn = pythonPrograms[0] ?? "";
const folders: [folder: string, program: string, code: string][] = [
  [workload("python-kit"), kitsOwn, "homelab_kit"],
  ...pythonPrograms.map((name): [string, string, string] => [folderOf(name), name, name.replace("-", "_")]),
  [folderOf("mem0"), "mem0", "mem0_server"],
];

describe.each(folders)("%s", (folder, program, code) => {
  const reason = whyNoPython(program);
  const environment = environmentOf(program);

  test.skipIf(reason)(`ruff finds nothing (${reason ?? "and its form is ruff's"})`, async () => {
    expect(await complaint(folder, environment, "ruff", "check", "--no-cache", ".")).toBe("");
    expect(await complaint(folder, environment, "ruff", "format", "--no-cache", "--check", ".")).toBe("");
  });

  test.skipIf(reason)(
    `mypy finds nothing, strict as it is (${reason ?? code})`,
    { timeout: 5 * MINUTES },
    async () => {
      const config = ["--config-file", workload("python-kit/pyproject.toml"), "--cache-dir", "/dev/null"];
      expect(await complaint(folder, environment, "mypy", ...config, code)).toBe("");
    },
  );

  // That of others' libraries is tried from outside: tests/images.
  test.skipIf(reason ?? program === "mem0")(
    `its own tests pass (${reason ?? "pytest"})`,
    { timeout: 11 * MINUTES },
    async () => {
      const quiet = ["--quiet", "-p", "no:cacheprovider", "--disable-warnings"];
      expect(await complaint(folder, environment, "pytest", ...quiet)).toBe("");
    },
  );
});

describe.each(pythonPrograms)("the lock of %s", (program) => {
  const lock = read(program, "requirements.lock");

  test("has every package that is asked for, in that very version", () => {
    const asked = ["python-kit", program].flatMap((folder) => {
      const [dependencies = ""] = read(folder, "pyproject.toml").split("[dependency-groups]");
      return Array.from(dependencies.matchAll(/^ {2}"([\w-]+==[\w.]+)",$/gm), ([, pin]) => pin);
    });
    expect(asked.length).toBeGreaterThan(6);
    for (const pin of asked) expect(`\n${lock}`).toContain(`\n${pin} \\\n`);
  });

  test("lets nothing be installed whose hash is not known, and names no registry", () => {
    const pins = lock.match(/^[\w.-]+(\[[\w,-]+\])?==\S+ \\\n {4}--hash=sha256:[0-9a-f]{64}/gm) ?? [];
    expect(pins).toHaveLength(lock.match(/^[a-z]/gm)?.length ?? 0);
    expect(lock).not.toContain("://");
  });

  test("has the PyTorch of the others: a machine fetches its gigabytes once", () => {
    const torch = (text: string) => /^torch==\S+/m.exec(text)?.[0];
    expect(torch(lock)).toBe(torch(read(kitsOwn, "requirements.lock")));
    expect(torch(lock)).toBeDefined();
  });
});
