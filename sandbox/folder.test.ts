import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Folder } from "./folder.ts";

let folder: Folder;
beforeEach(() => {
  folder = new Folder(join(mkdtempSync(join(tmpdir(), "folder-")), "sandbox"));
});
afterEach(() => rmSync(join(folder.path, ".."), { recursive: true }));

test("is there once it was opened, is nobody else's, and is opened again as it is", () => {
  expect(folder.exists).toBe(false);
  folder.open();
  const secret = folder.secret();
  expect(folder.exists).toBe(true);
  expect(statSync(folder.path).mode & 0o077).toBe(0);
  expect(statSync(folder.at("secret")).mode & 0o077).toBe(0);
  const again = new Folder(folder.path);
  again.open();
  expect(again.secret()).toBe(secret);
  folder.remove();
  expect(again.exists).toBe(false);
});

test("two have two secrets", () => {
  const other = new Folder(join(folder.path, "other"));
  for (const each of [folder, other]) each.open();
  expect(folder.secret()).not.toBe(other.secret());
});

test.each([
  ["9\n", "layout 9, this one is 1"],
  ["", "layout , this one is 1"],
])("one of another layout is refused, not misread", (text, words) => {
  folder.open();
  writeFileSync(folder.at("layout"), text);
  expect(() => folder.open()).toThrow(words);
  expect(() => folder.open()).toThrow("fix: npx lab sandbox reset");
});

test("a secret that was cut short is refused, and not shown", () => {
  folder.open();
  const secret = folder.secret();
  writeFileSync(folder.at("secret"), secret.slice(0, 20));
  expect(() => folder.secret()).toThrow(`${folder.at("secret")} is damaged.\n  fix: npx lab sandbox reset`);
  expect(() => folder.secret()).not.toThrow(secret.slice(0, 20));
});
