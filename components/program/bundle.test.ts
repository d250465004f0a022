import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { Refusal } from "../refusal.ts";
import { bundle } from "./bundle.ts";
import type { Program } from "./program.ts";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A checkout of nothing but these files. */
function checkout(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "checkout-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

async function refused(name: string, files: Record<string, string>): Promise<string> {
  try {
    await bundle(name, checkout(files));
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("it was bundled");
}

const GREETER = {
  "workloads/greeter/main.ts":
    'import { greeting } from "./greeting.ts";\nconsole.log(greeting(process.argv[2] ?? "you"));\n',
  "workloads/greeter/greeting.ts":
    'export const greeting = (name: string): string => "good day, ".concat(name);\nexport const unused = 1;\n',
};

/** Runs it as a pod does: in a folder that holds nothing else. */
function run({ name, start, later }: Program, ...args: string[]): string {
  const files = Object.entries({ ...start, ...later });
  const folder = checkout(Object.fromEntries(files.map(([file, text]) => [`app/${file}`, text])));
  const file = join(folder, "app", `${name}.mjs`);
  return execFileSync(process.execPath, [file, ...args], { encoding: "utf8" }).trim();
}

test("a program is one file that runs by itself", async () => {
  const program = await bundle("greeter", checkout(GREETER));
  expect(run(program, "Ada")).toBe("good day, Ada");
  expect([Object.keys(program.start), program.later]).toEqual([["greeter.mjs"], {}]);
  const { sources } = program;
  expect(sources.map((source) => source.split("/").at(-1)).sort()).toEqual(["greeting.ts", "main.ts"]);
});

test("packages that are no ES modules yet find Node's own modules", async () => {
  const files = {
    "workloads/teller/main.ts": 'import { where } from "old";\nconsole.log(where());\n',
    "node_modules/old/package.json": '{ "name": "old", "main": "index.js" }',
    "node_modules/old/index.js": 'const os = require("os"); exports.where = () => os.platform();',
  };
  expect(run(await bundle("teller", checkout(files)))).toBe(process.platform);
});

test("of Node's own modules nothing is read but what is used", async () => {
  const main = 'import { createServer } from "node:http";\nimport os, * as all from "os";\n';
  const used = "console.log(typeof createServer, typeof os.platform, all.platform());\n";
  const program = await bundle("greeter", checkout({ "workloads/greeter/main.ts": main + used }));
  expect(run(program)).toBe(`function function ${process.platform}`);
  expect(program.start["greeter.mjs"]).not.toMatch(/from ?"(node:)?(http|os)"/);
});

test("the same sources are the same bytes, wherever they lie and whatever settings lie above them", async () => {
  const here = await bundle("greeter", checkout(GREETER));
  const deep = checkout({
    "tsconfig.json": '{ "compilerOptions": { "target": "es5", "useDefineForClassFields": false } }',
  });
  cpSync(checkout(GREETER), join(deep, "a/very/long/way/down"), { recursive: true });
  const there = await bundle("greeter", join(deep, "a/very/long/way/down"));
  expect(there.start).toEqual(here.start);
  expect(there.digest).toBe(here.digest);
});

test("another program has another digest, and a comment makes none", async () => {
  const { digest } = await bundle("greeter", checkout(GREETER));
  const main = GREETER["workloads/greeter/main.ts"];
  const commented = { ...GREETER, "workloads/greeter/main.ts": `// says it kindly\n${main}` };
  const changed = { ...GREETER, "workloads/greeter/main.ts": `${main}console.log("!");\n` };
  expect((await bundle("greeter", checkout(commented))).digest).toBe(digest);
  expect((await bundle("greeter", checkout(changed))).digest).not.toBe(digest);
});

test("a missing package is told with the line that wants it, and how to add it", async () => {
  const main = 'import { far } from "far-away";\nconsole.log(far);\n';
  const message = await refused("greeter", { "workloads/greeter/main.ts": main });
  expect(message).toContain('workloads/greeter/main.ts:1:21: Could not resolve "far-away".');
  expect(message).toContain("npm install -w workloads/greeter -E far-away");
});

test("a missing file is told at its place, and so is a name that nobody exports", async () => {
  const message = await refused("greeter", {
    "workloads/greeter/main.ts": 'import { gone } from "./gone.ts";\nconsole.log(gone);\n',
  });
  expect(message).toContain('main.ts:1:22: Could not resolve "./gone.ts".');
  const other = await refused("greeter", {
    ...GREETER,
    "workloads/greeter/main.ts": 'import { wrong } from "./greeting.ts";\nconsole.log(wrong);\n',
  });
  expect(other).toContain('main.ts:1:10: No matching export in "workloads/greeter/greeting.ts"');
});

test("what does not parse is told with its line", async () => {
  const message = await refused("greeter", { "workloads/greeter/main.ts": "const a = 1;\nconst b = ;\n" });
  expect(message).toContain("workloads/greeter/main.ts:2:11");
  expect(message).toContain("const b = ;");
});

test("a program that is too heavy is refused with what makes it so", async () => {
  const message = await refused("greeter", {
    "workloads/greeter/main.ts": 'import { data } from "stones";\nconsole.log(data);\n',
    "node_modules/stones/package.json": '{ "name": "stones", "type": "module", "exports": "./index.js" }',
    "node_modules/stones/index.js": `export const data = ${JSON.stringify("stone".repeat(200_000))};`,
  });
  expect(message).toMatch(/main\.ts: the program is 1\d{3} kB when bundled, and may be 900 kB\./);
  expect(message).toContain("stones: 1001 kB");
});

test("a program that is not there is told with those that are", async () => {
  expect(await refused("greater", GREETER)).toContain('did you mean "greeter"?');
  expect(await refused("greeter", {})).toContain("write this file");
});

test("every program of this project is bundled within its weight", { timeout: 20_000 }, async () => {
  const names = readdirSync(join(CHECKOUT, "workloads")).filter((name) =>
    existsSync(join(CHECKOUT, "workloads", name, "main.ts")),
  );
  for (const name of names) {
    const { start, later } = await bundle(name);
    for (const files of [start, later]) expect(Object.values(files).join("").length).toBeLessThan(900_000);
  }
});

test("what is imported when it is needed lies beside what the program starts with, and is found there", async () => {
  const files = {
    "workloads/teller/main.ts":
      'import { said } from "./said.ts";\nif (process.argv[2]) (await import("./rare.ts")).tell();\nelse console.log(said);\n',
    "workloads/teller/said.ts": 'export const said = "nothing";\n',
    "workloads/teller/rare.ts":
      'import { said } from "./said.ts";\nexport const tell = () => console.log("seldom", said);\n',
  };
  const program = await bundle("teller", checkout(files));
  expect([run(program), run(program, "now")]).toEqual(["nothing", "seldom nothing"]);
  expect(Object.keys(program.start)).toContain("teller.mjs");
  expect(Object.values(program.start).join()).not.toContain("seldom");
  expect(Object.values(program.later).join()).toContain("seldom");
});

test("what every program begins with says for all of them what none of them needs", async () => {
  const files = {
    ...GREETER,
    "workloads/greeter/main.ts":
      'import "big/heavy.js";\nimport { light } from "big";\nconsole.log(light());\n',
    "workloads/kit/package.json": JSON.stringify({ bundle: { leaveOut: { "big/heavy.js": "not one" } } }),
    "node_modules/big/package.json": '{"name":"big","type":"module"}',
    "node_modules/big/index.js": 'export const light = () => "light";\n',
    "node_modules/big/heavy.js": 'throw new Error("heavy");\n',
  };
  expect(run(await bundle("greeter", checkout(files)))).toBe("light");
});

test("what a program never reaches is left out, and says so if it is needed after all", async () => {
  const files = {
    "workloads/teller/main.ts":
      'import { heavy, light } from "big";\nconsole.log(process.argv[2] ? heavy() : light());\n',
    "workloads/teller/package.json": JSON.stringify({
      bundle: { leaveOut: { "big/heavy.js": "nobody here needs it", "big/old.js": "nor that" } },
    }),
    "node_modules/big/package.json": '{"name":"big","type":"module","exports":"./index.js"}',
    "node_modules/big/index.js":
      'export { heavy } from "./heavy.js";\nimport old from "./old.js";\nexport const light = () => typeof old;\n',
    "node_modules/big/heavy.js": `export const heavy = () => "${"x".repeat(10_000)}";\n`,
    "node_modules/big/old.js": `export default "${"y".repeat(10_000)}";\n`,
  };
  const program = await bundle("teller", checkout(files));
  expect(Object.values(program.start).join("").length).toBeLessThan(2_000);
  expect(run(program)).toBe("object");
  expect(() => run(program, "now")).toThrow(
    "big/heavy.js was left out of this program, and is needed after all",
  );
});
