import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LabFolder } from "../trial/lab-folder.ts";

/** Says what it was told and how it was started, and ends as it is asked to. */
const MAIN = `
import { hello } from "./hello.ts";
if (process.argv.includes("stay")) {
  const staying = setInterval(() => {}, 1000);
  process.once("SIGTERM", () => { clearInterval(staying); console.log("drained"); process.exitCode = 7; });
}
console.log(JSON.stringify({ hello, args: process.argv.slice(2), loader: process.execArgv, pid: process.pid }));
`;

class Project extends LabFolder {
  constructor() {
    super();
    this.copy("components", "scripts", "package.json");
    mkdirSync(join(this.root, "workloads/greeter"), { recursive: true });
    this.write("main.ts", MAIN);
    this.write("hello.ts", 'export const hello: string = "good day";\n');
  }

  write(name: string, text: string): void {
    writeFileSync(this.source(name), text);
  }

  source(name: string): string {
    return join(this.root, "workloads/greeter", name);
  }

  get bundle(): string {
    return join(this.root, ".lab/programs/greeter/greeter.mjs");
  }

  spawn(...args: string[]): ChildProcess {
    return spawn(process.execPath, [join(this.root, "scripts/workload.mjs"), ...args], { cwd: this.root });
  }

  async run(...args: string[]) {
    const child = this.spawn(...args);
    let [out, err] = ["", ""];
    child.stdout?.on("data", (data) => {
      out += data;
    });
    child.stderr?.on("data", (data) => {
      err += data;
    });
    const [code] = await once(child, "close");
    return { code, out, err };
  }
}

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

test("a program runs with its arguments, without the loader that its sources would need", async () => {
  const { code, out, err } = await project.run("greeter", "keys", "list", "--json");
  expect(code, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    hello: "good day",
    args: ["keys", "list", "--json"],
    loader: [],
  });
});

test("it is bundled anew when a source has changed, and only then", async () => {
  await project.run("greeter");
  const first = statSync(project.bundle).mtimeMs;
  await project.run("greeter");
  expect(statSync(project.bundle).mtimeMs).toBe(first);
  project.write("hello.ts", 'export const hello: string = "good evening";\n');
  expect(JSON.parse((await project.run("greeter")).out).hello).toBe("good evening");
  expect(readFileSync(project.bundle, "utf8")).not.toContain("good day");
});

test("a signal is the program's own: it ends when it has done what it wants to", async () => {
  const child = project.spawn("greeter", "stay");
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, "data")) as [Buffer];
  expect(JSON.parse(line.toString()).pid).toBe(child.pid);
  const said = once(child.stdout as NonNullable<typeof child.stdout>, "data");
  child.kill("SIGTERM");
  expect(String((await said)[0])).toContain("drained");
  expect(await once(child, "close")).toEqual([7, null]);
});

test("what cannot be bundled is told with its line, and nothing old runs in its place", async () => {
  await project.run("greeter");
  appendFileSync(project.source("main.ts"), "const broken = ;\n");
  const { code, out, err } = await project.run("greeter");
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toContain("workloads/greeter/main.ts:8:16");
});

test("a program that is not there is told with those that are", async () => {
  const { code, err } = await project.run("greater");
  expect(code).toBe(1);
  expect(err).toContain('did you mean "greeter"?');
});
