import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { bench, caller, freshFolder } from "../testing/tools.ts";

let folder: string;

async function skill(name: string, text: string): Promise<void> {
  await mkdir(join(folder, name, "templates"), { recursive: true });
  await writeFile(join(folder, name, "SKILL.md"), text);
}

beforeEach(async () => {
  folder = await freshFolder();
  await skill(
    "letters",
    "---\nname: letters\ndescription: Writes letters\n  that get answers\n---\n# Letters\nBe brief.\n",
  );
  await writeFile(join(folder, "letters/templates/formal.md"), "Dear Sir");
  await writeFile(join(folder, "secret.txt"), "the secret");
});

test("the model sees what there is, reads what it needs, and the files beside it", async () => {
  const box = bench({ skills: [folder] });
  const tools = await box.tools.offered(caller("skill_*"), ["*"]);
  expect(tools.find(({ name }) => name === "skill_read")?.description).toContain(
    "- letters: Writes letters that get answers",
  );
  expect(await box.call("skill_list", {})).toBe("- letters: Writes letters that get answers");
  expect(await box.call("skill_read", { name: "letters" })).toBe(
    "# Letters\nBe brief.\n\nMore files of this skill: templates/formal.md",
  );
  expect(await box.call("skill_read", { name: "letters", file: "templates/formal.md" })).toBe("Dear Sir");
  expect(await box.call("skill_read", { name: "songs" })).toMatch(/no skill "songs". There are:\n- letters/);
});

test("a skill written while the router runs is there at the next request", async () => {
  const box = bench({ skills: [folder] });
  await skill("songs", "---\nname: songs\ndescription: Sings\n---\nLa");
  expect(await box.call("skill_read", { name: "songs" })).toBe("La\n");
});

test("no file of a skill is outside it", async () => {
  await symlink(join(folder, "secret.txt"), join(folder, "letters/link"));
  await symlink(join(folder, "letters"), join(folder, "linked"));
  const box = bench({ skills: [folder] });
  for (const file of ["../secret.txt", "link", "/etc/passwd", "templates/../../secret.txt"]) {
    const said = await box.call("skill_read", { name: "letters", file });
    expect(said).toMatch(/^Error/);
    expect(said).not.toContain("the secret");
  }
  expect(await box.tools.problems()).toEqual([]);
});

test("a skill that cannot be read is told to who looks after it, and does not hide the others", async () => {
  await skill("bare", "# No front matter");
  await skill("nameless", "---\ndescription: x\n---\n");
  await skill("odd", "---\nname: [a\n---\n");
  await skill("twin", "---\nname: letters\ndescription: x\n---\n");
  const box = bench({ skills: [folder, "/nowhere"] });
  expect(await box.call("skill_list", {})).toBe("- letters: Writes letters that get answers");
  expect(await box.tools.problems()).toEqual([
    expect.stringMatching(/bare: SKILL.md must begin with front matter/),
    expect.stringMatching(/nameless: SKILL.md: name: /),
    expect.stringMatching(/odd: /),
    expect.stringMatching(/twin: there is another skill named letters/),
    expect.stringMatching(/nowhere: /),
  ]);
});
