import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAlive } from "../setup/processes.mjs";
import { TrialProject } from "../trial/project.ts";
import { eventually } from "../trial/wait.ts";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { writeFileSync } from "node:fs";

const config = new pulumi.Config();
const mode: string = config.get("mode") ?? "plain";
console.log("program prints", pulumi.getProject(), pulumi.getStack(), pulumi.getOrganization());
console.error("program complains");

if (mode === "throw") throw new Error("the cable is unplugged");
if (mode === "run-error") throw new pulumi.RunError("choose another name");
if (mode === "exit") process.exit(7);
if (mode === "kill") process.kill(process.pid, "SIGKILL");
if (mode === "import") await import("./absent.ts" as string);
if (mode === "forget") void Promise.reject(new Error("nobody awaited this"));
if (mode === "hang") {
  writeFileSync("../pids", process.pid + " " + process.ppid + " ");
  await new Promise(() => setInterval(() => {}, 1000));
}

export const greeting = config.get("greeting");
export const secret = config.getSecret("token");
export const isSecret = pulumi.isSecret(config.requireSecret("token"));
export const list = config.getObject<number[]>("list");
export const facts = {
  secretKeys: ["greeting", "token"].filter((key) => pulumi.runtime.isConfigSecret("trial:" + key)).join(),
  dryRun: pulumi.runtime.isDryRun(),
  directory: process.cwd(),
  root: pulumi.runtime.getRootDirectory?.() ?? process.env.PULUMI_NODEJS_ROOT_DIRECTORY,
  parallel: process.env.PULUMI_NODEJS_PARALLEL,
};
`;

let project: TrialProject;

beforeAll(async () => {
  project = new TrialProject({ "program/index.ts": program });
  await project.pulumi("stack", "init", "dev");
  await project.pulumi("config", "set", "greeting", "good day: sir");
  await project.pulumi("config", "set", "--secret", "token", "s3cret");
  await project.pulumi("config", "set", "--path", "list[0]", "5");
});

afterAll(() => project.remove());

const mode = (value: string) => ["-c", `mode=${value}`];

test("a TypeScript program previews: its output, its config and its secrets arrive", async () => {
  const { code, output } = await project.pulumi("preview", "--parallel", "3");
  expect(output).toContain("program prints trial dev organization");
  expect(output).toContain("program complains");
  expect(output).toContain('greeting: "good day: sir"');
  expect(output).toContain("isSecret: true");
  expect(output).toContain("secret  : [secret]");
  expect(output).not.toContain("s3cret");
  expect(output).toMatch(/dryRun\s*: true/);
  expect(output).toMatch(/parallel\s*: "3"/);
  expect(output).toContain(join(project.folder, "program"));
  expect(code).toBe(0);
});

test("an update knows that it is one, and its outputs are kept", async () => {
  expect((await project.pulumi("up", "--yes", "--skip-preview")).code).toBe(0);
  const { output } = await project.pulumi("stack", "output", "--json", "--show-secrets");
  expect(JSON.parse(output)).toMatchObject({
    greeting: "good day: sir",
    secret: "s3cret",
    list: [5],
    facts: { secretKeys: "token", dryRun: false, directory: join(project.folder, "program") },
  });
});

test.each([
  ["throw", "the cable is unplugged"],
  ["run-error", "choose another name"],
  ["import", "absent.ts"],
  ["forget", "nobody awaited this"],
])("a program that fails (%s) fails the preview, said once and by name", async (how, said) => {
  const { code, output } = await project.pulumi("preview", "--diff", ...mode(how));
  expect(code).not.toBe(0);
  expect(output).toContain(said);
  // The SDK has told the person already (exit code 32): the host must not add to it.
  expect(output).not.toContain("exited with code");
});

test("a program that ends by itself says with which code", async () => {
  const { code, output } = await project.pulumi("preview", ...mode("exit"));
  expect(code).not.toBe(0);
  expect(output).toContain("The program exited with code 7.");
});

test("a program that is killed says by what", async () => {
  const { code, output } = await project.pulumi("preview", ...mode("kill"));
  expect(code).not.toBe(0);
  expect(output).toContain("ended by SIGKILL (is the machine out of memory?)");
});

async function hanging() {
  const started = project.start("preview", ...mode("hang"));
  const file = join(project.folder, "pids");
  await eventually(() => existsSync(file) && readFileSync(file, "utf8").endsWith(" "));
  const pids = readFileSync(file, "utf8").trim().split(" ").map(Number);
  rmSync(file);
  return { ...started, pids };
}

test("Ctrl-C ends the program and the host", async () => {
  const { child, ended, pids } = await hanging();
  child.kill("SIGINT");
  expect((await ended).code).not.toBe(0);
  await eventually(() => !pids.some(isAlive));
});

test("neither the program nor the host stays behind when the engine is killed outright", async () => {
  const { child, ended, pids } = await hanging();
  child.kill("SIGKILL");
  await ended;
  await eventually(() => !pids.some(isAlive));
});
