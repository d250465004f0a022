import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lab } from "../testing/lab.ts";

/** Git's name for a tree without a file: since then everything has changed. */
const NOTHING = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

describe("lab touched", () => {
  test("names every stack and program where everything is new, and none where nothing is", () => {
    expect(lab("touched", "--since", NOTHING).out).toBe("homelab\ngaming-pc\n");
    expect(JSON.parse(lab("touched", "--since", NOTHING, "--json").out)).toEqual({
      stacks: ["homelab", "gaming-pc"],
      programs: ["workloads", "images"]
        .flatMap((folder) => readdirSync(folder, { withFileTypes: true }))
        .filter((each) => each.isDirectory() && !each.name.endsWith("kit"))
        .map(({ name }) => name)
        .sort(),
    });
    expect(lab("touched", "--since", "HEAD")).toMatchObject({ code: 0, out: "" });
  }, 60_000);

  test("says what to do where a commit is not there", () => {
    const { code, err } = lab("touched", "--since", "0000000000000000000000000000000000000000");
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("fetch-depth: 0") });
  });
});

describe("lab image", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("writes what an image is built from, and nothing into a folder that is in use", () => {
    const written = lab("image", "kuma-monitors", folder);
    expect(written.code, written.err).toBe(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["Dockerfile", "kuma-monitors.mjs"]));
    const again = lab("image", "kuma-monitors", folder);
    expect({ code: again.code, err: again.err }).toEqual({
      code: 2,
      err: expect.stringContaining("is not empty"),
    });
  }, 60_000);

  test("knows the programs", () => {
    expect(lab("image", "ruoter", join(folder, "other")).err).toContain('did you mean "router"?');
  });
});
