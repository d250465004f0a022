import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-render-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string) => join(folder, "gitops", path);

describe("lab render", () => {
  test("writes a folder, and then nothing: it is the same", () => {
    const first = lab("render", at(""));
    expect(first.code, first.err).toBe(0);
    expect(first.out).toMatch(/ files, \d+ written, 0 removed, 0 as they were/);
    expect(first.err).toContain("Secret sealed-secrets/sealing-key-1");
    expect(existsSync(at("platform/root.yaml"))).toBe(true);
    expect(lab("render", at("")).out).toMatch(/ files, 0 written, 0 removed, \d+ as they were/);
    expect(lab("render", at(""), "--check")).toMatchObject({ code: 0, out: "" });
  });

  test("--check names what differs, is missing or stale, and writes nothing", () => {
    writeFileSync(at("platform/root.yaml"), "changed by hand\n");
    rmSync(at("platform/applications/gitlab.yaml"));
    writeFileSync(at("of-somebody-else.yaml"), "kept\n");
    const record = JSON.parse(readFileSync(at(".lab-render"), "utf8"));
    mkdirSync(at("platform/services/gone"));
    writeFileSync(at("platform/services/gone/deployment.yaml"), "");
    const print = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const more = { ...record, "platform/services/gone/deployment.yaml": print };
    writeFileSync(at(".lab-render"), JSON.stringify(more));
    const { code, out } = lab("render", at(""), "--check");
    expect(code).toBe(5);
    expect(out.trim().split("\n")).toEqual([
      "missing  platform/applications/gitlab.yaml",
      "differs  platform/root.yaml",
      "stale    platform/services/gone/deployment.yaml",
    ]);
    expect(readFileSync(at("platform/root.yaml"), "utf8")).toBe("changed by hand\n");
  });

  test("mends them, removes what it once wrote, and leaves what is somebody else's", () => {
    expect(lab("render", at("")).out).toMatch(/ files, 2 written, 1 removed, /);
    expect(existsSync(at("platform/services/gone"))).toBe(false);
    expect(readFileSync(at("of-somebody-else.yaml"), "utf8")).toBe("kept\n");
  });

  test("touches no folder of somebody else, no file that is in its way, and no record that leads out of it", () => {
    expect(lab("render", folder).err).toContain(`${folder} is not a folder of \`lab render\``);
    expect(lab("render", at("of-somebody-else.yaml")).err).toContain("is a file");
    const other = join(folder, "other");
    mkdirSync(join(other, "platform"), { recursive: true });
    writeFileSync(join(other, ".lab-render"), "{}");
    writeFileSync(join(other, "platform/root.yaml"), "somebody else's");
    const { code, err } = lab("render", other);
    expect(code).toBe(1);
    expect(err).toContain("platform/root.yaml is not from `lab render`, and in its way");
    expect(existsSync(join(other, "platform/applications"))).toBe(false);
    writeFileSync(join(other, ".lab-render"), JSON.stringify({ "../gitops/of-somebody-else.yaml": "" }));
    expect(lab("render", other).err).toContain("cannot be read");
  });

  test("a stack that follows no Git says so", () => {
    expect(lab("render", at(""), "--stack", "gaming-pc")).toMatchObject({ code: 2, out: "" });
  });
}, 300_000);
