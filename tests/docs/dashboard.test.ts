import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { dashboard } from "./examples/dashboard.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");

test("the dashboard's page shows an example that a lab accepts", () => {
  const example = read("tests/docs/examples/dashboard.ts");
  // On the page it stands where a service's file would lie.
  expect(read("docs/reference/dashboard.md")).toContain(
    example.replaceAll("../../../components", "../../../../components"),
  );
  expect(serviceNamed(labWith(dashboard, service({ name: "router" })), "dashboard").needs).toEqual([
    "router",
  ]);
});
