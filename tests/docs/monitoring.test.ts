import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { labWith } from "../../components/testing/index.ts";
import { web } from "./examples/monitoring.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");
const page = read("docs/reference/monitoring.md");

test("the page of monitoring shows an example that a lab accepts", () => {
  const example = read("tests/docs/examples/monitoring.ts");
  // On the page it stands where a service's file would lie.
  expect(page).toContain(example.replaceAll("../../../components", "../../../../components"));
  expect(serviceNamed(labWith(web), "web").alerts).toHaveLength(1);
});

test("the message on the page is the one that people get", () => {
  expect(page).toContain(read("tests/invalid/alerts/metric-that-nobody-tells.txt"));
});
