import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TinyLab } from "../testing/tiny-lab.ts";

/** Each test runs the real engine a few times. */
const PATIENCE = 180_000;

const tiny = new TinyLab();
beforeAll(() => tiny.lab("services"), PATIENCE);
afterAll(() => tiny.remove());

describe("preview and up", { timeout: PATIENCE }, () => {
  test("tell a script what changed, by property and never by value", async () => {
    tiny.plan({ things: { a: { size: 1, colour: "blue", password: "hunter2" }, b: { size: 1 } } });
    const applied = await tiny.lab("up", "one", "--yes", "--json");
    expect(applied.code).toBe(0);
    const [result] = JSON.parse(applied.out).stacks;
    expect(result).toMatchObject({
      stack: "one",
      operation: "up",
      outcome: "succeeded",
      counts: { create: 3, delete: 0, same: 0 },
      urls: { one: { lan: "https://one.home" } },
      violations: [],
      diagnostics: [],
    });
    expect(result.seconds).toBeGreaterThan(0);

    tiny.plan({ things: { a: { size: 2, colour: "green", password: "hunter2" }, c: { size: 1 } } });
    const planned = await tiny.lab("preview", "one", "--json");
    const document = JSON.parse(planned.out);
    expect(document.stacks[0].counts).toMatchObject({ delete: 1, replace: 1, create: 1, same: 1 });
    expect(document.stacks[0].changes[1]).toEqual({
      urn: "urn:pulumi:one::tiny::tiny:index:Thing::a",
      type: "tiny:index:Thing",
      name: "a",
      owner: "tiny-one",
      op: "replace",
      diff: ["colour", "size"],
    });
    expect(planned.out).not.toContain("hunter2");
  });

  test("tell a person what is deleted and replaced first, and nothing that helps nobody", async () => {
    const { out, err } = await tiny.lab("preview", "one", "--diff");
    expect(out).toMatch(/^one {2}preview {2}1 to delete, 1 to replace, 1 to create, 1 unchanged/);
    expect(out).toMatch(/- DELETE b.*± REPLACE a.*\+ create c/s);
    expect(out).toContain('colour: "blue" -> "green"  (forces the replacement)');
    expect(out + err).not.toMatch(/hunter2|from \$PATH|Previewing update/);
    expect(err).toContain("one: previewing");
  });

  test("--expect-no-changes exits 5 while there are some, and 0 when there are none", async () => {
    expect((await tiny.lab("preview", "one", "--expect-no-changes")).code).toBe(5);
    expect((await tiny.lab("up", "one", "--yes")).code).toBe(0);
    const still = await tiny.lab("preview", "one", "--expect-no-changes");
    expect(still.code).toBe(0);
    expect(still.out).toContain("nothing to change, 3 unchanged");
    expect((await tiny.lab("refresh", "one", "--expect-no-changes")).code).toBe(0);
  });

  test("words after -- are the engine's own", async () => {
    const { code, out } = await tiny.lab("preview", "one", "--", "--nonsense");
    expect(code).toBe(1);
    expect(out).toContain("error: unknown flag: --nonsense");
  });
});

describe("a failure is told for a person", { timeout: PATIENCE }, () => {
  test("a mandatory policy exits 3 before anything is applied, with its whole message", async () => {
    tiny.plan({ things: { a: { size: 12, colour: "red" } } });
    const { code, out } = await tiny.lab("up", "two", "--yes");
    expect(code).toBe(3);
    expect(out).toContain("refused by policy");
    expect(out).toContain(
      "refused: a tiny:index:Thing  tiny-rules/no-giants\n  Things stay small.\n  a is too big: 9 at most",
    );
    expect(out).toContain("advice: a tiny:index:Thing  tiny-rules/rather-blue");
    const after = JSON.parse((await tiny.lab("preview", "two", "--json")).out);
    expect(after.exit).toBe(3);
    expect(after.stacks[0].counts.same).toBe(0);
    expect(after.stacks[0].violations).toContainEqual(
      expect.objectContaining({ policy: "no-giants", mandatory: true }),
    );
  });

  test("a refusal of the program is its message, as it was written, and nothing else", async () => {
    tiny.plan({ things: {}, refuse: "stacks/x.ts: a is wrong.\n  fix: mend it" });
    const { code, out } = await tiny.lab("preview", "two");
    expect(code).toBe(1);
    expect(out).toMatch(/error: stacks\/x\.ts: a is wrong\.\n {2}fix: mend it\s*$/);
    expect(out).not.toMatch(/^\s+at /m);
  });

  test("a resource that fails is named, and is not counted as made", async () => {
    tiny.plan({ things: { c: { size: 1, broken: "the disk is on fire" } } });
    const { code, out } = await tiny.lab("up", "two", "--yes", "--json");
    expect(code).toBe(1);
    const [{ changes, diagnostics }] = JSON.parse(out).stacks;
    expect(changes.map(({ name }: { name: string }) => name)).not.toContain("c");
    expect(diagnostics).toEqual([
      { severity: "error", text: "the disk is on fire", urn: "urn:pulumi:two::tiny::tiny:index:Thing::c" },
    ]);
  });

  test("a wrong passphrase is told as that", async () => {
    const wrong = tiny.start(["preview", "one"], { PULUMI_CONFIG_PASSPHRASE: "wrong" });
    const { code, out } = await wrong.ended;
    expect(code).toBe(1);
    expect(out).toContain("the passphrase does not open this stack's secrets");
  });

  test("changing needs a stack by name, and somebody who agrees", async () => {
    expect(await tiny.lab("up")).toMatchObject({
      code: 2,
      err: expect.stringContaining("or say --all; known: one, two"),
    });
    expect(await tiny.lab("up", "one")).toMatchObject({ code: 2, err: expect.stringContaining("add --yes") });
    expect(await tiny.lab("destroy", "onne", "--yes")).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "one"?'),
    });
  });

  test("a lab that contradicts itself is refused by every command in the same words", async () => {
    const broken = new TinyLab();
    writeFileSync(
      join(broken.root, "stacks/labs.ts"),
      `import { Refusal } from "../components/refusal.ts";
       export const stackNames = ["one"];
       export async function labOf() {
         throw new Refusal([{ where: "stacks/x.ts", what: "a is wrong.", fix: "mend it" }]);
       }`,
    );
    const { code, err } = await broken.lab("services");
    broken.remove();
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(/error: stacks\/x\.ts: a is wrong\.\n {2}fix: mend it\n$/),
    });
  });
});

test("destroy leaves nothing", { timeout: PATIENCE }, async () => {
  expect((await tiny.lab("destroy", "--all", "--yes")).code).toBe(0);
  tiny.plan({ things: {} });
  const { stacks } = JSON.parse((await tiny.lab("preview", "--json")).out);
  expect(stacks.map(({ counts }: { counts: { same: number } }) => counts.same)).toEqual([0, 0]);
});
