import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { Refusal } from "../refusal.ts";
import { bundle } from "./bundle.ts";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const SITE = {
  "index.html":
    '<!doctype html><title>Hello</title><link rel="icon" href="./icon.svg"><script type="module" src="./main.tsx"></script>',
  "main.tsx":
    'import "./style.css";\nimport { kind } from "./kind.ts";\ndocument.title = kind;\ndocument.onclick = () => void import("./seldom.ts");\n',
  "kind.ts": 'export const kind: string = process.env.NODE_ENV ?? "none";\nexport const unused = "never";\n',
  "seldom.ts": 'document.body.append("now and then");\n',
  "style.css": "body { color: red }\n",
  "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>\n',
};

/** A checkout of nothing but a site. */
function checkout(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "site-"));
  folders.push(folder);
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  for (const [name, text] of Object.entries({ ...SITE, ...files })) {
    const path = join(folder, "workloads/pages", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

async function refused(files: Record<string, string>): Promise<string> {
  try {
    await bundle("pages", checkout(files));
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("it was built");
}

test("a site is its page and what that loads, and beside it what is opened later; all are named after what they hold", async () => {
  const { start, later } = await bundle("pages", checkout());
  expect(
    Object.keys(start)
      .map((file) => file.replace(/-[\w-]{8}\./, "-HASH."))
      .sort(),
  ).toEqual(["icon-HASH.svg", "index-HASH.css", "index-HASH.js", "index.html"]);
  expect(Object.values(later)).toEqual([expect.stringContaining("now and then")]);
  for (const file of Object.keys(start))
    if (file !== "index.html") expect(start["index.html"]).toContain(`/${file}`);
  const text = Object.values(start).join("");
  expect(text).toContain("production");
  expect(text).not.toContain("never");
  // As a key of a ConfigMap has to be.
  for (const file of Object.keys({ ...start, ...later })) expect(file).toMatch(/^[-._a-zA-Z0-9]+$/);
});

test("the same sources are the same bytes wherever they lie, and others have another digest", async () => {
  const [here, there, other] = await Promise.all([
    bundle("pages", checkout()),
    bundle("pages", checkout()),
    bundle("pages", checkout({ "seldom.ts": 'document.body.append("often");\n' })),
  ]);
  expect(there.start).toEqual(here.start);
  expect(there.digest).toBe(here.digest);
  expect(other.digest).not.toBe(here.digest);
});

test("nothing of a page is inline, which the policy of its server forbids", async () => {
  const { start } = await bundle("pages", checkout());
  expect(start["index.html"]).not.toMatch(/<script(?![^>]*src=)|<style|style=|data:/);
});

test("what cannot be built is told with its place, and so is what a ConfigMap cannot hold", async () => {
  expect(await refused({ "kind.ts": "export const kind = ;\n" })).toContain("kind.ts");
  expect(await refused({ "seldom.ts": 'import "./gone.ts";\n' })).toContain("gone.ts");
  const heavy = `export const heavy = ${JSON.stringify("stone".repeat(200_000))};\ndocument.body.append(heavy);\n`;
  expect(await refused({ "seldom.ts": heavy })).toMatch(
    /the site is 1\d{3} kB when built, and may be 900 kB/,
  );
});

test("every site of this project is at most 250 kB for who opens it, compressed", async () => {
  const names = readdirSync(join(CHECKOUT, "workloads")).filter((name) =>
    existsSync(join(CHECKOUT, "workloads", name, "index.html")),
  );
  expect(names).not.toEqual([]);
  for (const name of names) {
    const { start, later } = await bundle(name);
    const compressed = Object.values({ ...start, ...later }).map((text) => gzipSync(text).length);
    expect(
      compressed.reduce((sum, size) => sum + size, 0),
      name,
    ).toBeLessThan(250_000);
  }
});
