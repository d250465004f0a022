import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serviceNamed } from "../../components/lab/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { llama } from "./examples/docker-hosts.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");
const page = read("docs/reference/docker-hosts.md");

test("the page of Docker hosts shows an example that a lab accepts", () => {
  const example = read("tests/docs/examples/docker-hosts.ts");
  // On the page it stands where a service's file would lie.
  expect(page).toContain(example.replaceAll("../../../components", "../../../../components"));
  const manager = service({ name: "manager", place: { docker: "desk" }, provides: "models" });
  expect(serviceNamed(labWith(llama, manager), "llama").start).toBe("on demand");
});

test("the message on the page is the one that people get", () => {
  expect(page).toContain(read("tests/invalid/card/on-demand-beside-what-stands.txt").trimEnd());
});
