import { expect, test } from "vitest";
import { nearest, suggestion } from "./nearest.ts";

test.each([
  ["lifecycel", "lifecycle"],
  ["prod", "production"],
  ["TCP", "tcp"],
  ["coer", "core"],
])("%s was meant to be %s", (written, meant) => {
  expect(nearest(written, ["lifecycle", "production", "tcp", "core"])).toBe(meant);
});

test("what resembles nothing is answered with all there is", () => {
  expect(suggestion("replicas", ["name", "about"])).toBe("use one of: name, about");
  expect(suggestion("replicas", [])).toBe("remove it");
});

test("short names are not taken for each other", () => {
  expect(nearest("tcp", ["udp", "http"])).toBeUndefined();
});
