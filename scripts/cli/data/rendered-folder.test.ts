import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RenderedFolder } from "./rendered-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lab-rendered-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function render(files: Record<string, string>): void {
  const folder = new RenderedFolder(root);
  folder.write(files, folder.changesFor(files));
}

const put = (path: string, text: string) => writeFileSync(join(root, path), text);
const has = (path: string) => existsSync(join(root, path));

test("what is rendered no longer goes, with the folders that held nothing else", () => {
  render({ "a/b/c.yaml": "c", "a/d.yaml": "d" });
  render({ "a/d.yaml": "d" });
  expect([has("a/b"), has("a/d.yaml")]).toEqual([false, true]);
});

test("a file of somebody else stays, and one in the way is told before anything is written", () => {
  render({ "a.yaml": "ours" });
  put("theirs.yaml", "theirs");
  render({});
  expect([has("a.yaml"), has("theirs.yaml")]).toEqual([false, true]);
  expect(() => render({ "b.yaml": "ours", "theirs.yaml": "ours" })).toThrow(
    `${join(root, "theirs.yaml")} is not from \`lab render\`, and in its way`,
  );
  expect([has("b.yaml"), readFileSync(join(root, "theirs.yaml"), "utf8")]).toEqual([false, "theirs"]);
});

test("a folder that somebody else fills is not touched, nor is a file taken for one", () => {
  put("README.md", "mine");
  expect(() => new RenderedFolder(root)).toThrow(`${root} is not a folder of \`lab render\`: it holds 1 of`);
  expect(() => new RenderedFolder(join(root, "README.md"))).toThrow("is a file");
});

test.each([
  ["leads out of the folder", JSON.stringify({ "../victim": "" })],
  ["leads anywhere", JSON.stringify({ "/etc/passwd": "" })],
  ["is none", "not JSON"],
])("a record that %s is refused", (_, record) => {
  put(".lab-render", record);
  expect(() => new RenderedFolder(root)).toThrow("cannot be read");
});

test("a folder may be new, and in one that is new", () => {
  mkdirSync(join(root, "empty"));
  expect(new RenderedFolder(join(root, "empty")).read("a.yaml")).toBeUndefined();
  expect(new RenderedFolder(join(root, "not/there")).read("a.yaml")).toBeUndefined();
});
