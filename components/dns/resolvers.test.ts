import { expect, test } from "vitest";
import { resolversAt } from "./resolvers.ts";
import { namedLab } from "./testing/lab.ts";

const { inventory } = namedLab();

test("the house asks whichever name server has the virtual address, others ask both over the tailnet", () => {
  expect(resolversAt("house", inventory)).toEqual(["192.168.1.53"]);
  expect(resolversAt("flat", inventory)).toEqual(["100.64.0.20", "100.64.0.22"]);
});

test("without a virtual address the house asks both", () => {
  const { inventory: bare } = namedLab([], { virtualAddresses: {} });
  expect(resolversAt("house", bare)).toEqual(["192.168.1.20", "192.168.1.22"]);
});

test("a lab without name servers has nobody to ask", () => {
  expect(resolversAt("house", { ...inventory, dns: undefined })).toEqual([]);
});
