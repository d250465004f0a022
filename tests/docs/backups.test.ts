import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { backupScripts } from "../../components/backup/index.ts";
import { recoveryOrder } from "../../components/recovery/index.ts";
import { planSecret } from "../../components/secrets/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { labOf } from "../../stacks/labs.ts";
import { vault } from "./examples/backups.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");
const page = read("docs/reference/backups.md");

test("the page of backups shows an example that a lab accepts, and the messages that people get", () => {
  expect(page).toContain(
    read("tests/docs/examples/backups.ts").replaceAll("../../../components", "../../../../components"),
  );
  expect(page).toContain(read("tests/invalid/backups/nobody-takes-them.txt"));
  const lab = labWith(service({ name: "backups", provides: "backups" }), vault);
  expect(planSecret({ secret: "backup", of: "vault" }, lab)).toHaveProperty("derive");
});

test("what the page says of each message is what a script says", () => {
  const said = [...page.matchAll(/^\| `(?:\.\.\. )?([^`]+?)(?: \.\.\.)?` \|/gm)].map(
    ([, words = ""]) => words,
  );
  expect(said).toHaveLength(7);
  const scripts = Object.values(backupScripts).join("\n");
  for (const words of said) expect(scripts).toContain(words);
});

test("a lost lab comes back in an order in which each service finds what it needs", async () => {
  const there = new Set<string>();
  const lab = await labOf("homelab");
  // An archive is not brought back, and what another stack runs is brought back by that one.
  const isElsewhere = (need: string) =>
    (lab.services.find(({ name }) => name === need)?.lifecycle ?? "archive") === "archive";
  for (const wave of recoveryOrder(lab)) {
    for (const { needs } of wave)
      for (const need of needs) expect(there.has(need) || isElsewhere(need), need).toBe(true);
    for (const { name } of wave) there.add(name);
  }
});
