import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GitHub } from "../pull-request/testing/github.ts";
import { TinyLab } from "../testing/tiny-lab.ts";

/** Each test runs the real engine. */
const PATIENCE = 180_000;

const LABS = `
import { readLab } from "../components/lab/index.ts";
import { inGroup, service, testInventory } from "../components/testing/index.ts";

export const stackNames = ["one"];
export const labOf = async (name) => readLab({
  name,
  inventory: { file: "inventory.ts", spec: testInventory },
  services: [inGroup("apps", service())],
});
`;

const tiny = new TinyLab();
const github = new GitHub();
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  writeFileSync(join(tiny.root, "stacks/labs.ts"), LABS);
  environment = {
    GITHUB_API_URL: await github.listen(),
    GITHUB_SERVER_URL: "https://github.example",
    GITHUB_REPOSITORY: "owner/lab",
    GITHUB_TOKEN: "a-token-of-a-test",
    GITHUB_RUN_ID: "41",
    GITHUB_HEAD_SHA: "0123456789abcdef",
  };
}, PATIENCE);
afterAll(() => {
  github.close();
  tiny.remove();
});

const preview = (more: NodeJS.ProcessEnv = {}) =>
  tiny.start(["pr", "preview", "--number", "7", "--no-proof"], { ...environment, ...more }).ended;

describe("lab pr preview", { timeout: PATIENCE }, () => {
  test("writes what would change, then anew what fails, without what nobody may read", async () => {
    tiny.plan({ things: { a: { size: 1, password: "the-word-of-the-day" } } });
    const first = await preview();
    expect(first.code, first.err).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("## ✏️ What would change");
    expect(github.comments[0]?.body).toContain("https://github.example/owner/lab/actions/runs/41");

    const token = `ghp_${"aB3dE6gH9j".repeat(4).slice(0, 36)}`;
    const root = readFileSync(join(tiny.root, ".lab/root-secret"), "utf8");
    tiny.plan({ things: {}, refuse: `stacks/x.ts: ${token} and ${root} are wrong.\n  fix: mend it` });
    expect((await preview({ GITHUB_RUN_ID: "42" })).code).toBe(1);
    expect(github.comments).toHaveLength(1);
    const said = github.comments[0]?.body ?? "";
    expect(said).toContain("## ❌ The preview of one fails");
    expect(said).toContain("stacks/x.ts: [secret] and [secret] are wrong.");
    expect(said).not.toMatch(/the-word-of-the-day/);
  });

  test("is refused before it begins where nobody says for whom it is", async () => {
    const { code, err } = await preview({ GITHUB_TOKEN: "" });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("missing: GITHUB_TOKEN in the environment"),
    });
  });

  test("--to writes into a file, and needs no forge; the plan of what it says is kept", async () => {
    tiny.plan({ things: {} });
    const file = join(tiny.root, "comment.md");
    const plans = join(tiny.root, "plans");
    const words = ["--no-proof", "--to", file, "--save-plan", plans];
    const { code, err } = await tiny.lab("pr", "preview", ...words);
    expect(code, err).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("| one | succeeded |");
    expect(readdirSync(plans)).toEqual(["one.json"]);
  });
});
