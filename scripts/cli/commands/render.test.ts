import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-render-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string) => join(folder, path);

describe("lab render", () => {
  test("writes a folder, and says what cannot lie in it", () => {
    const { code, out, err } = lab("render", folder);
    expect(code, err).toBe(0);
    expect(out).toMatch(/ files, \d+ written, 0 removed, 0 as they were/);
    expect(err).toContain("Secret sealed-secrets/sealing-key-1");
    expect(existsSync(at("platform/root.yaml"))).toBe(true);
  });

  test("--check names what differs or is missing, and writes nothing", () => {
    writeFileSync(at("platform/root.yaml"), "changed by hand\n");
    rmSync(at("platform/applications/gitlab.yaml"));
    const { code, out } = lab("render", folder, "--check");
    expect(code).toBe(5);
    expect(out).toBe("missing  platform/applications/gitlab.yaml\ndiffers  platform/root.yaml\n");
    expect(readFileSync(at("platform/root.yaml"), "utf8")).toBe("changed by hand\n");
  });

  test("writes those anew, and nothing else: the rest is the same, whatever is sealed in it too", () => {
    expect(lab("render", folder).out).toMatch(/ files, 2 written, 0 removed, \d+ as they were/);
  });

  test("a stack of which nothing follows Git says so", () => {
    const { code, err } = lab("render", folder, "--stack", "gaming-pc");
    expect(code).toBe(2);
    expect(err).toContain("no cluster of gaming-pc follows Git");
  });
}, 300_000);
