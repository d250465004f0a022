import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readSettings } from "./settings.ts";

test("owners are names beside each other, and tokens are in files", () => {
  const folder = mkdtempSync(join(tmpdir(), "mirror-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "token");
  writeFileSync(file, "secret\n");
  const { read, strange } = readSettings({
    GITHUB_OWNERS: " ann, a-company ",
    GITHUB_TOKEN_FILE: file,
    TARGET: "forgejo",
    TARGET_URL: "http://localhost:3000",
    TARGET_TOKEN_FILE: file,
    TARGET_PREFX: "github",
  });
  expect(read).toMatchObject({
    GITHUB_OWNERS: ["ann", "a-company"],
    GITHUB_TOKEN: "secret",
    TARGET_PREFIX: "github-",
  });
  expect(strange).toEqual(["TARGET_PREFX (did you mean TARGET_PREFIX?)"]);
});

test("all that is missing or wrong is told at once", () => {
  expect(() => readSettings({ GITHUB_OWNERS: "ann/tools", TARGET: "gitea" })).toThrow(
    /GITHUB_OWNERS is not a list of names.*\(it is "ann\/tools"\).*GITHUB_TOKEN is not set; write GITHUB_TOKEN_FILE.*TARGET is not one of gitlab, forgejo.*TARGET_URL is not an address/s,
  );
});
