import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { houseFrom } from "../../workloads/manager/models.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const block = (page: string, language: string) =>
  new RegExp(`\\n\`\`\`${language}\\n([^]*?)\\n\`\`\``).exec(page)?.[1] ?? "";

test("the manager's page shows the declaration of the gaming PC, with gaps where it says so", () => {
  const declared = read("stacks/gaming-pc/services/control/manager.ts");
  const gap = /^ +\/\/ \.\.\.$/m;
  const parts = block(read("docs/reference/manager.md"), "ts").split(gap);
  expect(parts).toHaveLength(4);
  for (const part of parts) expect(declared).toContain(part);
});

test("the models.json of its README is one that it takes", () => {
  const given = JSON.parse(block(read("workloads/manager/README.md"), "json"));
  expect(houseFrom({ file: "models.json", given }).models.map(({ name }) => name)).toEqual([
    "qwen3-14b",
    "painter",
  ]);
});
