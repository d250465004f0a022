import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { declaredIn } from "./declared.ts";
import { labOf } from "./labs.ts";

const STACKS = fileURLToPath(new URL("./", import.meta.url));
let folder: string;

beforeEach(() => {
  // Inside the project, as a service's own imports are.
  mkdirSync(join(STACKS, "../.lab"), { recursive: true });
  folder = mkdtempSync(join(STACKS, "../.lab/services-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function found() {
  return declaredIn(pathToFileURL(`${folder}/`));
}

test("whoever copies a file has added a service, in the group that its folder names", async () => {
  mkdirSync(join(folder, "music"));
  writeFileSync(join(folder, "music/navidrome.ts"), 'export const navidrome = { name: "navidrome" };\n');
  const services = await found();
  expect(services.map(({ group, spec }) => `${group}/${spec.name}`)).toEqual(["music/navidrome"]);
  expect(services[0]?.file).toMatch(/^\.lab\/services-.*\/music\/navidrome\.ts$/);
});

test("what stands beside a service without being one is no service", async () => {
  mkdirSync(join(folder, "music"));
  writeFileSync(join(folder, "music/navidrome.test.ts"), 'throw new Error("a test is not to be loaded");\n');
  writeFileSync(join(folder, "music/notes.md"), "nothing to load\n");
  expect(await found()).toEqual([]);
});

test("every file of the homelab's services is in its lab", async () => {
  const files = readdirSync(join(STACKS, "homelab/services"), { recursive: true, encoding: "utf8" });
  const declarations = files.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const { services } = await labOf("homelab");
  const read = services.map(({ file }) => file.split("/").slice(-2).join("/"));
  expect(read.sort()).toEqual(declarations.sort());
});

test("a service is read at a glance: what it is told at length stands in stacks/homelab/settings", () => {
  const services = readdirSync(STACKS, { recursive: true, encoding: "utf8" })
    .filter((file) => /\/services\/.*(?<!\.test)\.ts$/.test(file))
    .map((file) => ({ file, lines: readFileSync(join(STACKS, file), "utf8").split("\n").length - 1 }))
    .sort((one, other) => one.lines - other.lines);
  expect(services.filter(({ lines }) => lines > 60)).toEqual([]);
  expect(services[Math.floor(services.length / 2)]?.lines).toBeLessThanOrEqual(40);
});
