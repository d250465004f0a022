import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { documentsOf } from "../../components/reference/index.ts";
import { differenceIn, settle } from "../../scripts/cli/data/documents.ts";
import { labOf, stackNames } from "../../stacks/labs.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "docs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const documents = await documentsOf(await Promise.all(stackNames.map(labOf)));

test("the pages of the services are what the declarations say (npx lab docs writes them)", () => {
  const { stale, gone } = differenceIn(ROOT, documents);
  expect([...stale.map(({ path }) => path), ...gone], "npx lab docs").toEqual([]);
});

test("a page that somebody changed is written anew, one of a service that is gone goes, and no other", () => {
  settle(folder, differenceIn(folder, documents));
  expect(differenceIn(folder, documents)).toEqual({ stale: [], gone: [] });
  writeFileSync(join(folder, "docs/services/immich.md"), "mended here");
  writeFileSync(join(folder, "docs/services/of-yesterday.md"), "gone");
  const difference = differenceIn(folder, documents);
  expect(difference.stale.map(({ path }) => path)).toEqual(["docs/services/immich.md"]);
  expect(difference.gone).toEqual(["docs/services/of-yesterday.md"]);
  settle(folder, difference);
  expect(differenceIn(folder, documents)).toEqual({ stale: [], gone: [] });
});

test("every link within the pages leads to a page", () => {
  const pages = new Set(documents.map(({ path }) => path.replace("docs/services/", "")));
  const links = documents
    .filter(({ path }) => path.endsWith(".md"))
    .flatMap(({ text }) => [...text.matchAll(/\]\(([a-z0-9-]+\.(?:md|svg))\)/g)].map(([, to = ""]) => to));
  expect(links.length).toBeGreaterThan(200);
  expect(links.filter((link) => !pages.has(link))).toEqual([]);
});
