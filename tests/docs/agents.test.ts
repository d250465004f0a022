import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newRun } from "../../workloads/agent-server/api/shapes.ts";
import { readPeople } from "../../workloads/agent-server/people.ts";
import { readSettings } from "../../workloads/agent-server/settings.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\\n\`\`\``, "gs"))].map(([, text = ""]) => text);

test("the page of the agents shows the declaration, with gaps where it says so, and the router's line", () => {
  const [declaration = "", line = "", ...rest] = blocks(read("docs/reference/agents.md"), "ts");
  expect(rest).toEqual([]);
  const declared = read("stacks/homelab/services/ai/agent-server.ts");
  const parts = declaration.split(/^ +\/\/ \.\.\.$/m);
  expect(parts).toHaveLength(4);
  for (const part of parts) expect(declared).toContain(part);
  expect(read("stacks/homelab/settings/router.ts")).toContain(line);
});

test("the README's file of people is taken, with the figures that it names, and so is what it asks", () => {
  const readme = read("workloads/agent-server/README.md");
  const [people = ""] = blocks(readme, "json");
  const path = join(mkdtempSync(join(tmpdir(), "agents-docs-")), "people.json");
  writeFileSync(path, people.replace('"..."', '"a-key-that-is-long"'));
  const given = readPeople(path).get("ada");
  writeFileSync(path, JSON.stringify({ people: [{ name: "ada", key: "a-key-that-is-long" }] }));
  expect(readPeople(path).get("ada")).toEqual({ ...given, tools: ["*"] });
  const [, asked = ""] = /-d '(\{"input".*\})'/.exec(readme) ?? [];
  expect(newRun.parse(JSON.parse(asked))).toMatchObject({ steps: 30, tokens: 500_000, privacy: "any" });
});

test("the README names every setting, and what counts where it is not set", () => {
  const required = {
    DATABASE_URL: "postgresql://agents@localhost/agents",
    AGENT_PEOPLE_FILE: "people.json",
    AGENT_ROUTER_URL: "http://localhost:8080",
    AGENT_ROUTER_KEY: "key",
  };
  const { PORT, HOST, LOG_LEVEL, DRAIN_SECONDS, ...settings } = readSettings(required).read;
  const table = read("workloads/agent-server/README.md");
  for (const [name, value] of Object.entries(settings)) {
    const row = table.split("\n").findLast((each) => each.startsWith("|") && each.includes(`\`${name}\``));
    expect(row, name).toMatch(new RegExp(`\\| (${name in required ? "required" : `\`?${value}\`?`}) \\|$`));
  }
});
