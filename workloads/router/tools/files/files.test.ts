import { execFileSync } from "node:child_process";
import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Bench, bench, freshFolder } from "../testing/tools.ts";

let folder: string;
let secret: string;
let box: Bench;

beforeEach(async () => {
  const outside = await freshFolder();
  folder = join(outside, "project");
  secret = join(outside, "secret.txt");
  await mkdir(join(folder, "src"), { recursive: true });
  await writeFile(secret, "the secret\n");
  await writeFile(join(folder, "src/a.ts"), "one\ntwo\nthree\n");
  box = bench({ roots: { project: { folder, writable: true }, notes: folder } });
});

describe("a path never leads out of its root", () => {
  test.each([
    ["/etc/passwd", /is absolute.*project \(writable\), notes \(read-only\)/],
    ["~/x", /is absolute/],
    ["project/../secret.txt", /leads upwards/],
    ["project/src/../../secret.txt", /leads upwards/],
    ["..", /leads upwards/],
    ["elsewhere/x", /is below no root/],
    ["project/a\0b", /control characters/],
    ["project/\u001b[2Jx", /control characters/],
    ["project/nothing", /project\/nothing does not exist/],
    [`project/${"x".repeat(300)}`, /too long a name/],
    ["project/src", /is a folder, not a file/],
    ["project", /is a folder, not a file/],
  ])("%j", async (path, said) => {
    expect(await box.call("file_read", { path })).toMatch(said);
    expect(await box.call("file_write", { path, content: "x" })).toMatch(
      path.includes("nothing") ? /new file/ : /Error/,
    );
  });

  test("by a symbolic link: not as the file, not as a folder on the way, not to write", async () => {
    await symlink(secret, join(folder, "link"));
    await symlink(join(folder, ".."), join(folder, "up"));
    for (const path of ["project/link", "project/up/secret.txt"]) {
      expect(await box.call("file_read", { path })).toMatch(/symbolic link/);
      expect(await box.call("file_write", { path, content: "gone" })).toMatch(/Error/);
      expect(await box.call("file_edit", { path, old: "the", new: "no" })).toMatch(/Error/);
    }
    expect(await box.call("file_list", { path: "project/up" })).toMatch(
      /Error.*symbolic links are not followed/,
    );
    expect(await box.call("file_list", { path: "project" })).toContain("up (a symbolic link)");
    expect(await box.call("file_search", { path: "project", text: "the secret" })).toMatch(/Nothing found/);
    expect(await readFile(secret, "utf8")).toBe("the secret\n");
  });

  test("whatever is written as a path", async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "",
        "/",
        "project",
        "src",
        "up",
        "link",
        "~",
        "\\..",
        "%2e%2e",
        "secret.txt",
      ),
      fc.string(),
    );
    await symlink(secret, join(folder, "link"));
    await symlink("..", join(folder, "up"));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const path = pieces.join("/");
        expect(await box.call("file_read", { path })).not.toContain("the secret");
        await box.call("file_write", { path: `project/${path}`, content: "x" });
        expect(await readFile(secret, "utf8")).toBe("the secret\n");
      }),
      { numRuns: 300 },
    );
    expect(await readdir(join(folder, ".."))).toEqual(["project", "secret.txt"]);
  });

  test("in a race: a folder that becomes a link between two looks lets nobody out", async () => {
    const outside = join(folder, "..");
    await mkdir(join(outside, "other"));
    await writeFile(join(outside, "other/a.ts"), "the secret\n");
    await symlink(join(outside, "other"), join(folder, "trap"));
    let over = false;
    // A write may make the folder anew while it is away, or put something into it while it is removed.
    const put = (from: string, to: string): Promise<void> =>
      rm(join(folder, to), { recursive: true, force: true })
        .then(() => rename(join(folder, from), join(folder, to)))
        .catch(() => put(from, to));
    const swap = async () => {
      while (!over) {
        await put("src", "aside");
        await put("trap", "src");
        await put("src", "trap");
        await put("aside", "src");
      }
    };
    const swapping = swap();
    const seen = { read: 0, refused: 0 };
    try {
      for (let round = 0; round < 1500; round++) {
        const said = await box.call("file_read", { path: "project/src/a.ts" });
        expect(said).not.toContain("the secret");
        if (said.startsWith("one")) seen.read++;
        else seen.refused++;
        if (round % 3 === 0) await box.call("file_write", { path: "project/src/new.ts", content: "x" });
      }
    } finally {
      over = true;
      await swapping;
    }
    expect(await readdir(join(outside, "other"))).toEqual(["a.ts"]);
    // Both happened, or it was no race.
    expect(seen.read).toBeGreaterThan(0);
    expect(seen.refused).toBeGreaterThan(0);
  });
});

describe("what is no text is refused in words", () => {
  test.each<[string, () => Promise<void> | void, RegExp]>([
    ["pipe", () => void execFileSync("mkfifo", [join(folder, "odd")]), /a special file, not a file/],
    ["binary", () => writeFile(join(folder, "odd"), Buffer.from([1, 0, 2])), /a binary file \(3 bytes\)/],
    ["Latin-1", () => writeFile(join(folder, "odd"), Buffer.from("caf\u00e9", "latin1")), /not in UTF-8/],
    [
      "huge",
      () => writeFile(join(folder, "odd"), "x".repeat(2_000_001)),
      /2000001 bytes; files of more than 2000000/,
    ],
    ["empty", () => writeFile(join(folder, "odd"), ""), /The file is empty/],
  ])("%s", async (_, make, said) => {
    await make();
    expect(await box.call("file_read", { path: "project/odd" })).toMatch(said);
  });

  test("escape codes and hidden characters of a file do not reach the model", async () => {
    await writeFile(join(folder, "odd"), "a\u001b[31mred\u001b[0m\u202eb\u{e0041}c\u0007\n");
    expect(await box.call("file_read", { path: "project/odd" })).toBe("aredbc");
  });

  test("a hard link is the file itself", async () => {
    await link(join(folder, "src/a.ts"), join(folder, "hard"));
    expect(await box.call("file_read", { path: "project/hard" })).toContain("two");
  });
});

test("a long file comes in parts, each of which says how to go on", async () => {
  await writeFile(join(folder, "long"), Array.from({ length: 20_000 }, (_, i) => `line ${i + 1}`).join("\n"));
  const first = await box.call("file_read", { path: "project/long" });
  const [, next] = /20000 lines in all; go on with line (\d+)/.exec(first) ?? [];
  expect(Number(next)).toBeGreaterThan(1000);
  const rest = await box.call("file_read", { path: "project/long", line: Number(next), lines: 2 });
  expect(rest).toMatch(new RegExp(`^line ${next}\nline ${Number(next) + 1}\n\\(20000 lines`));
  expect(await box.call("file_read", { path: "project/long", line: 20_001 })).toMatch(/has only 20000 lines/);
});

describe("writing", () => {
  test("is all or nothing, makes folders, keeps the mode, and leaves no drafts", async () => {
    expect(await box.call("file_write", { path: "project/new/deep/b.txt", content: "b" })).toMatch(
      /a new file \(1 bytes\)/,
    );
    await chmod(join(folder, "src/a.ts"), 0o750);
    expect(await box.call("file_write", { path: "project/src/a.ts", content: "x" })).toMatch(/is replaced/);
    expect((await stat(join(folder, "src/a.ts"))).mode & 0o777).toBe(0o750);
    expect(await readdir(join(folder, "src"))).toEqual(["a.ts"]);
    expect(await box.call("file_write", { path: "project/big", content: "x".repeat(2_000_001) })).toMatch(
      /would have 2000001 bytes; 2000000 are allowed/,
    );
  });

  test("is refused below a read-only root, and inside .git, however it is spelt", async () => {
    expect(await box.call("file_write", { path: "notes/x", content: "" })).toMatch(/notes is read-only/);
    for (const path of ["project/.git/hooks/pre-commit", "project/sub/.GIT/config"]) {
      expect(await box.call("file_write", { path, content: "" })).toMatch(/Nothing is written inside .git/);
    }
  });

  test("an edit needs one place, or all", async () => {
    const path = "project/src/a.ts";
    expect(await box.call("file_edit", { path, old: "four", new: "x" })).toMatch(/is not in project/);
    expect(await box.call("file_edit", { path, old: "e", new: "E" })).toMatch(/3 times/);
    expect(await box.call("file_edit", { path, old: "e", new: "E", all: true })).toMatch(
      /changed in 3 places/,
    );
    expect(await box.call("file_edit", { path, old: "two\n", new: "$&2\n" })).toMatch(/changed in 1 place/);
    expect(await readFile(join(folder, "src/a.ts"), "utf8")).toBe("onE\n$&2\nthrEE\n");
  });

  test("an edit keeps a byte-order mark and the line ends of Windows", async () => {
    await writeFile(join(folder, "w.txt"), "\uFEFFa\r\nb\r\nc\r\n");
    await box.call("file_edit", { path: "project/w.txt", old: "a\nb", new: "A\nB" });
    expect(await readFile(join(folder, "w.txt"), "utf8")).toBe("\uFEFFA\r\nB\r\nc\r\n");
  });

  test("many edits of one file at once are all there in the end", async () => {
    const words = Array.from({ length: 20 }, (_, index) => `<${index}>`);
    await writeFile(join(folder, "many"), words.join("\n"));
    await Promise.all(words.map((old) => box.call("file_edit", { path: "project/many", old, new: "done" })));
    expect(await readFile(join(folder, "many"), "utf8")).toBe(words.map(() => "done").join("\n"));
  });
});

test("a folder is listed to a depth, and searched by text and name", async () => {
  await mkdir(join(folder, ".git"));
  await writeFile(join(folder, ".git/config"), "three");
  expect(await box.call("file_list", {})).toBe("Roots: project (writable), notes (read-only).");
  expect(await box.call("file_list", { path: "project", depth: 2 })).toBe(".git/\nsrc/\n  a.ts (14 bytes)");
  expect(await box.call("file_search", { path: "project", text: "THREE", ignoreCase: true })).toBe(
    "project/src/a.ts:3: three",
  );
  expect(await box.call("file_search", { path: "project", name: "*.ts" })).toBe("project/src/a.ts");
  expect(await box.call("file_search", { path: "project", text: "one", name: "*.js" })).toMatch(
    /Nothing found/,
  );
});

test("wrong arguments are told by name", async () => {
  expect(await box.call("file_read", { path: 5, lin: 1 })).toMatch(/path: .*string.*lin/s);
});
