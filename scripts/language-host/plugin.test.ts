import { afterAll, beforeAll, expect, test } from "vitest";
import { TrialProject } from "../trial/project.ts";

const pack = `
import { PolicyPack } from "@pulumi/policy";
import { enforce } from "./rule.ts";

interface Settings { loud: boolean }
const settings = { loud: true } satisfies Settings;

console.error("pack complains");
new PolicyPack("trial", {
  policies: [
    { name: "no-wind", description: "No wind.", enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => enforce(resources.map(({ type }) => type), report) },
  ],
});
`;
const rule = `
export function enforce(types: string[], report: (message: string) => void): void {
  if (types.includes("trial:air:Wind")) report("there is wind in the stack");
}
`;
const program = `
import * as pulumi from "@pulumi/pulumi";
class Air extends pulumi.ComponentResource {}
new Air(new pulumi.Config().get("type") ?? "trial:air:Calm", "air");
`;

let project: TrialProject;

beforeAll(async () => {
  project = new TrialProject({
    "program/index.ts": program,
    "policies/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.ts\n",
    "policies/package.json": '{ "name": "pack", "version": "1.0.0", "type": "module", "main": "index.ts" }',
    "policies/index.ts": pack,
    "policies/rule.ts": rule,
    "broken/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.ts\n",
    "broken/package.json": '{ "name": "broken", "version": "1.0.0", "main": "index.ts" }',
    "broken/index.ts": 'throw new Error("the pack is torn");',
  });
  await project.pulumi("stack", "init", "dev");
});

afterAll(() => project.remove());

const withPack = (name: string, type = "Calm") =>
  project.pulumi("preview", "--policy-pack", name, "-c", `type=trial:air:${type}`);

test("a policy pack in TypeScript lets a sound stack pass", async () => {
  const { code, output } = await withPack("policies");
  expect(output).toMatch(/trial.*policies/);
  expect(code).toBe(0);
});

test("a policy pack in TypeScript refuses what it is there to refuse", async () => {
  const { code, output } = await withPack("policies", "Wind");
  expect(output).toContain("there is wind in the stack");
  expect(code).not.toBe(0);
});

test("a policy pack that cannot start says why, and nothing passes it", async () => {
  const { code, output } = await withPack("broken");
  expect(output).toContain("the pack is torn");
  expect(code).not.toBe(0);
});
